import { openKept, type AnyEvent } from '#event-contracts';
import { rowsOf, salesLedger, testVault } from '../../../../test/support/sales-ledger.ts';
import { orgChartProjection } from './index.ts';

const told = async (...events: readonly (readonly [stream: string, event: AnyEvent])[]) => {
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

  it('shows a team with its place and its manager', async () => {
    const { rows } = await told(
      ['team-north', { type: 'TeamFormed', data: { teamId: 'north', name: 'North', parentTeamId: 'sales' } }],
      ['team-north', { type: 'TeamManagerAppointed', data: { teamId: 'north', from: null, to: 'nora' } }],
    );
    expect(rows).toEqual([
      expect.objectContaining({ kind: 'team', id: 'north', teamName: 'North', parentTeamId: 'sales', managerId: 'nora' }),
    ]);
  });

  it('keeps a name sealed under its bearer’s key', async () => {
    const { rows, vault } = await told(registered);
    expect(JSON.stringify(rows)).not.toContain('Holm');
    expect((await openKept(vault, rows[0]!.sealed)).fields).toEqual({ displayName: 'Lina Holm' });
  });
});
