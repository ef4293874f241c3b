import type { Definition } from '../definitions/definition.ts';
import { standardAuthority } from '../definitions/built-in/authority.ts';
import { denial } from './authority.ts';
import { authorityInForce } from './table-in-force.ts';
import { authorityTable, builtInAuthority } from './table.ts';

const wei = { userId: 'wei', rolesAtThatTime: ['SALES_REP'], channel: 'api' as const };
const others = { ownerId: 'lina', managerIds: [] };

describe('a table of authority', () => {
  const wider = authorityTable({ ...standardAuthority, version: 2, actions: [{ action: 'WinOpportunity', all: ['SALES_REP'] }] });
  it('is what counts, not what the program brings', () => {
    expect(denial('WinOpportunity', wei, others, builtInAuthority)).toMatch(/one’s own/);
    expect(denial('WinOpportunity', wei, others, wider)).toBeUndefined();
  });
  it('gives to nobody what it lists without roles', () => {
    const none = authorityTable({ ...standardAuthority, actions: [{ action: 'WinOpportunity' }] });
    expect(denial('WinOpportunity', wei, { ...others, ownerId: 'wei' }, none)).toMatch(/no role/);
  });
  it('says nothing against what it does not list: a newer program can do more', () =>
    expect(wider.reach('LoseOpportunity', 'SALES_REP')).toBe('own'));
  it.each(['GrantRole', 'AppointManager'] as const)('cannot let anybody %s for themself', (action) => {
    const all = authorityTable({ ...standardAuthority, actions: [{ action, all: ['SALES_REP'] }] });
    expect(denial(action, wei, { ...others, ownerId: 'wei' }, all)).toMatch(/nobody/);
    expect(denial(action, wei, others, all)).toBeUndefined();
  });
  it('cannot lend the channels of the program anything', () => {
    const all = authorityTable({ ...standardAuthority, actions: [{ action: 'WinOpportunity', all: ['ADMIN'] }] });
    const process = { userId: 'program', rolesAtThatTime: ['ADMIN'], channel: 'process' as const };
    expect(denial('WinOpportunity', process, others, all)).toMatch(/no role/);
  });
});

describe('the table in force', () => {
  const published = (version: number, effectiveFrom: string): Definition<'authority'> => ({
    ...{ kind: 'authority', id: 'standard', version, sha256: String(version).repeat(64), effectiveFrom },
    contents: { ...standardAuthority, version },
  });
  const versions = [published(2, '2026-01-01T00:00:00.000Z'), published(3, '2026-07-01T00:00:00.000Z')];
  const at = (time: { now: string }) =>
    authorityInForce(
      { inForce: async (_, __, asked) => versions.findLast(({ effectiveFrom }) => effectiveFrom <= asked) as never },
      () => time.now,
    );

  it('is what the program brings until one is published', async () =>
    expect(await at({ now: '2025-12-31T23:59:59.999Z' })()).toBe(builtInAuthority));
  it('is another one from its time on, and not before', async () => {
    const time = { now: '2026-06-30T23:59:59.999Z' };
    const table = at(time);
    expect((await table()).name).toBe(`standard@2#${'2'.repeat(64)}`);
    time.now = '2026-07-01T00:00:00.000Z';
    expect((await table()).name).toBe(`standard@3#${'3'.repeat(64)}`);
  });
  it('is made ready once', async () => {
    const table = at({ now: '2026-08-01T00:00:00.000Z' });
    expect(await table()).toBe(await table());
  });
});
