import { denialFor, ownersWithin, type AuthorityLookup } from './authorize.ts';
import { builtInAuthority } from './table.ts';

const teams: Readonly<Record<string, readonly string[]>> = { north: ['manager', 'director'], south: ['other', 'director'] };
const members: Readonly<Record<string, string | null>> = { rep: 'north', colleague: 'south', loner: null };

const lookups: string[] = [];
const directory: AuthorityLookup = {
  authority: async () => builtInAuthority,
  user: async (userId) => {
    lookups.push(userId);
    const teamId = members[userId];
    return teamId === undefined ? undefined : { userId, active: true, roles: [], teamId, userRevision: 0 };
  },
  managersOf: async (teamId) => teams[teamId] ?? [],
};
const as = (userId: string, ...rolesAtThatTime: readonly string[]) => ({ userId, rolesAtThatTime, channel: 'api' as const });

beforeEach(() => lookups.splice(0));

describe('asking for authority', () => {
  it('finds the managers of the owner’s team and of those above', async () => {
    expect(await denialFor(directory, 'WinOpportunity', as('manager', 'SALES_MANAGER'), 'rep')).toBeUndefined();
    expect(await denialFor(directory, 'WinOpportunity', as('director', 'SALES_MANAGER'), 'rep')).toBeUndefined();
    expect(await denialFor(directory, 'WinOpportunity', as('other', 'SALES_MANAGER'), 'rep')).toMatch(/team’s/);
  });
  it('finds none for someone without a team, or unknown', async () => {
    expect(await denialFor(directory, 'WinOpportunity', as('manager', 'SALES_MANAGER'), 'loner')).toMatch(/team’s/);
    expect(await denialFor(directory, 'WinOpportunity', as('manager', 'SALES_MANAGER'), 'stranger')).toMatch(/team’s/);
  });
  it('looks nobody up where the answer does not depend on it', async () => {
    await denialFor(directory, 'WinOpportunity', as('rep', 'SALES_REP'), 'rep');
    await denialFor(directory, 'ReadDeal', as('auditor', 'COMPLIANCE'), 'rep');
    await denialFor(directory, 'WinOpportunity', as('manager', 'SALES_MANAGER'), 'manager');
    expect(lookups).toEqual([]);
  });
});

describe('whose things someone sees in a list', () => {
  const owners = ['rep', 'colleague', 'loner', null];
  it.each([
    ['a rep: their own and nobody’s', as('rep', 'SALES_REP'), ['rep', null]],
    ['a manager: the team’s and nobody’s', as('manager', 'SALES_MANAGER'), ['rep', null]],
    ['a manager of managers: those of all teams below', as('director', 'SALES_MANAGER'), ['rep', 'colleague', null]],
    ['an analyst: everyone’s', as('analyst', 'ANALYST'), owners],
    ['someone without a role: nothing', as('visitor'), []],
  ])('%s', async (_, actor, expected) => expect(await ownersWithin(directory, 'ReadDeal', actor, owners)).toEqual(expected));
});
