import { openKept, type AnyEvent } from '#event-contracts';
import { rowsOf, salesLedger, testVault } from '../../../../test/support/sales-ledger.ts';
import { isNobodys, naming, orgChartProjection, proposalsFor, standInsAt } from './index.ts';

type Told = readonly [stream: string, event: AnyEvent];

const told = async (...events: readonly Told[]) => {
  const vault = testVault();
  const ledger = salesLedger(vault);
  for (const [stream, event] of events) await ledger.record(stream, event);
  return { rows: rowsOf(orgChartProjection, ledger.events()), vault };
};

const ofLina = (event: AnyEvent) => ['user-lina', event] as const;
const registered = ofLina({ type: 'UserRegistered', data: { userId: 'lina', displayName: 'Lina Holm' } });
const granted = (role: 'SALES_REP' | 'ANALYST') => ofLina({ type: 'RoleGranted', data: { userId: 'lina', role } });

describe('the organisation', () => {
  it('shows a user with the roles and the team of now', async () => {
    const { rows } = await told(
      registered,
      granted('SALES_REP'),
      granted('ANALYST'),
      ofLina({ type: 'TeamJoined', data: { userId: 'lina', from: null, to: 'north' } }),
      ofLina({ type: 'RoleRevoked', data: { userId: 'lina', role: 'SALES_REP' } }),
    );
    expect(rows).toEqual([expect.objectContaining({ kind: 'user', id: 'lina', active: true, roles: ['ANALYST'], teamId: 'north' })]);
  });

  it('shows who may not act any more, who may again, and who left a team', async () => {
    const left = ofLina({ type: 'TeamLeft', data: { userId: 'lina', from: 'north' } });
    const gone = ofLina({ type: 'UserDeactivated', data: { userId: 'lina' } });
    expect((await told(registered, left, gone)).rows).toMatchObject([{ active: false, teamId: null }]);
    expect((await told(registered, gone, ofLina({ type: 'UserReactivated', data: { userId: 'lina' } }))).rows).toMatchObject([
      { active: true },
    ]);
  });

  it('shows what a user and a team cover, until they cover something else or have left', async () => {
    const covering = (...to: string[]) => ofLina({ type: 'UserTerritoriesSet', data: { userId: 'lina', from: [], to } });
    const left = ofLina({ type: 'UserLeft', data: { userId: 'lina', on: '2026-06-30' } });
    expect((await told(registered, covering('kiel'), covering('bremen', 'kiel'))).rows).toMatchObject([
      { territories: ['bremen', 'kiel'] },
    ]);
    expect((await told(registered, covering('kiel'), left)).rows).toMatchObject([{ territories: [], active: false }]);
    const { rows } = await told(
      ['team-north', { type: 'TeamFormed', data: { teamId: 'north', name: 'North' } }],
      ['team-north', { type: 'TeamTerritoriesSet', data: { teamId: 'north', from: [], to: ['kiel'] } }],
    );
    expect(rows).toMatchObject([{ territories: ['kiel'] }]);
  });

  it('shows a team with its place and its manager', async () => {
    const { rows } = await told(
      ['team-north', { type: 'TeamFormed', data: { teamId: 'north', name: 'North', parentTeamId: 'sales' } }],
      ['team-north', { type: 'TeamManagerAppointed', data: { teamId: 'north', from: null, to: 'nora' } }],
    );
    expect(rows).toEqual([
      expect.objectContaining({ kind: 'team', id: 'north', teamName: 'North', parentTeamId: 'sales', managerId: 'nora' }),
    ]);
  });

  describe('with who stands in', () => {
    const [from, until] = ['2026-06-01T00:00:00.000Z', '2026-06-10T00:00:00.000Z'];
    const delegated = ofLina({
      type: 'AuthorityDelegated',
      data: { userId: 'lina', delegationId: 'd1', to: 'wei', roles: ['SALES_REP', 'ANALYST'], from, until },
    });
    const away = ofLina({ type: 'AbsenceRecorded', data: { userId: 'lina', absenceId: 'a1', from, until, substituteId: 'wei' } });
    const inForce = async (at: string, ...events: readonly Told[]) => {
      const [row] = (await told(registered, granted('SALES_REP'), granted('ANALYST'), ...events)).rows;
      return standInsAt(row!, (userId) => userId === 'wei', at);
    };
    const delegation = { delegationId: 'd1', to: 'wei', roles: ['SALES_REP', 'ANALYST'], from, until };
    const absence = { absenceId: 'a1', from, until, substituteId: 'wei' };
    const nothing = { delegations: [], absences: [] };

    it('shows it from its beginning until before its end', async () => {
      expect(await inForce(from, delegated, away)).toEqual({ delegations: [delegation], absences: [absence] });
      expect(await inForce('2026-06-09T23:59:59.999Z', delegated, away)).toEqual({ delegations: [delegation], absences: [absence] });
      expect(await inForce('2026-05-31T23:59:59.999Z', delegated, away)).toEqual(nothing);
      expect(await inForce(until, delegated, away)).toEqual(nothing);
    });
    it('shows it no more once it is revoked, ended, or they have left', async () => {
      const revoked = ofLina({ type: 'DelegationRevoked', data: { userId: 'lina', delegationId: 'd1' } });
      const ended = ofLina({ type: 'AbsenceEnded', data: { userId: 'lina', absenceId: 'a1' } });
      expect(await inForce(from, delegated, away, revoked, ended)).toEqual(nothing);
      expect(await inForce(from, delegated, away, ofLina({ type: 'UserLeft', data: { userId: 'lina', on: '2026-05-31' } }))).toEqual(
        nothing,
      );
    });
    it('shows a delegation of the roles only that are still held, to who may act, of who may act', async () => {
      const stripped = (role: 'SALES_REP' | 'ANALYST') => ofLina({ type: 'RoleRevoked', data: { userId: 'lina', role } });
      expect((await inForce(from, delegated, stripped('ANALYST'))).delegations).toEqual([{ ...delegation, roles: ['SALES_REP'] }]);
      expect(await inForce(from, delegated, stripped('ANALYST'), stripped('SALES_REP'))).toEqual(nothing);
      expect(await inForce(from, delegated, ofLina({ type: 'UserDeactivated', data: { userId: 'lina' } }))).toEqual(nothing);
      const { rows } = await told(registered, granted('SALES_REP'), delegated);
      expect(standInsAt(rows[0]!, () => false, from)).toEqual(nothing);
    });
    it('tells whoever is named in it what concerns them', async () => {
      const all = await inForce(from, delegated, away);
      expect([naming(all, 'wei'), isNobodys(naming(all, 'wei'))]).toEqual([all, false]);
      expect([naming(all, 'max'), isNobodys(naming(all, 'max'))]).toEqual([nothing, true]);
    });
  });

  describe('with the roles that were proposed', () => {
    const proposing = (role: 'LEGAL' | 'FINANCE') => ofLina({ type: 'RoleGrantProposed', data: { userId: 'lina', role } });
    const proposal = (role: string) => ({ role, proposedBy: ['rep-1'], proposedAt: expect.any(String) });
    const open = async (...events: readonly Told[]) => (await told(registered, ...events)).rows[0]!;

    it('shows them with who proposed them, until they are answered', async () => {
      const both = [proposing('LEGAL'), proposing('FINANCE')] as const;
      expect(await open(...both)).toMatchObject({ roles: [], proposals: [proposal('LEGAL'), proposal('FINANCE')] });
      const confirmed = ofLina({ type: 'RoleGrantConfirmed', data: { userId: 'lina', role: 'LEGAL' } });
      const held = ofLina({ type: 'RoleGranted', data: { userId: 'lina', role: 'LEGAL' } });
      expect(await open(...both, confirmed, held)).toMatchObject({ roles: ['LEGAL'], proposals: [proposal('FINANCE')] });
      const declined = ofLina({ type: 'RoleGrantDeclined', data: { userId: 'lina', role: 'LEGAL' } });
      expect(await open(...both, declined)).toMatchObject({ roles: [], proposals: [proposal('FINANCE')] });
      expect(await open(...both, ofLina({ type: 'UserLeft', data: { userId: 'lina', on: '2026-06-30' } }))).toMatchObject({
        proposals: [],
      });
    });
    it('shows one that was granted by one person, once that was enough, as answered', async () => {
      expect(await open(proposing('LEGAL'), ofLina({ type: 'RoleGranted', data: { userId: 'lina', role: 'LEGAL' } }))).toMatchObject({
        proposals: [],
      });
    });
    it('tells a reader whether they may confirm one: not who had a part in it, and of nobody who may not act', async () => {
      const row = await open(proposing('LEGAL'));
      const reader = (userId: string, onBehalfOf?: string) =>
        ({ userId, rolesAtThatTime: ['ADMIN'], channel: 'api', ...(onBehalfOf !== undefined && { onBehalfOf }) }) as const;
      const may = (...[who, of = row, confirms = true]: [ReturnType<typeof reader>, typeof row?, boolean?]) =>
        proposalsFor(who, of, confirms).map(({ mayConfirm }) => mayConfirm);
      expect(may(reader('ada'))).toEqual([true]);
      expect(may(reader('rep-1'))).toEqual([false]);
      expect(may(reader('ada', 'rep-1'))).toEqual([false]);
      expect(may(reader('rep-1', 'ada'))).toEqual([false]);
      expect(may(reader('ada'), { ...row, active: false })).toEqual([false]);
      expect(may(reader('ada'), row, false)).toEqual([false]);
    });
  });

  it('keeps a name sealed under its bearer’s key', async () => {
    const { rows, vault } = await told(registered);
    expect(JSON.stringify(rows)).not.toContain('Holm');
    expect((await openKept(vault, rows[0]!.sealed)).fields).toEqual({ displayName: 'Lina Holm' });
  });
});
