import { leadListProjection } from '#lead-list';
import { userTeamsProjection } from '#opportunity-list';
import { readModels } from '../../../../test/support/read-models.ts';
import { commandsOf, dealOf, salesLedger } from '../../../../test/support/sales-ledger.ts';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { PostgresWorkload } from './workload.ts';

const ledger = salesLedger();

const given = async (id: string, to: string, assignedAt: string) => {
  const { capture, assign, disqualify } = commandsOf(id);
  const deal = dealOf(ledger, id);
  await deal(capture());
  await deal(assign(to), { occurredAt: assignedAt });
  if (id.startsWith('ended')) await deal(disqualify());
};

describe('the work that people have', () => {
  let models: Awaited<ReturnType<typeof readModels>>;
  let workload: PostgresWorkload;

  beforeAll(async () => {
    for (const [userId, teamId] of [
      ['rep-1', 'north'],
      ['rep-2', 'north'],
      ['rep-3', 'south'],
    ] as const)
      await ledger.record(`user-${userId}`, { type: 'TeamJoined', data: { userId, from: null, to: teamId } });
    await given('a', 'rep-1', '2026-01-01T00:00:00.000Z');
    await given('b', 'rep-1', '2026-01-03T00:00:00.000Z');
    await given('ended-c', 'rep-2', '2026-01-02T00:00:00.000Z');
    models = await readModels(ledger, [leadListProjection, userTeamsProjection], []);
    await models.settled();
    workload = new PostgresWorkload(models.connectionString);
  });
  afterAll(async () => {
    await workload.close();
    await models.close();
  });

  it('tells who is in a team', async () => {
    expect([await workload.membersOf('north'), await workload.membersOf('nowhere')]).toEqual([['rep-1', 'rep-2'], []]);
  });
  it('counts open leads only, and tells when someone was last given one', async () => {
    expect(await workload.workOf(['rep-3', 'rep-2', 'rep-1'])).toEqual([
      { userId: 'rep-3', load: 0 },
      { userId: 'rep-2', load: 0, lastGivenAt: '2026-01-02T00:00:00.000Z' },
      { userId: 'rep-1', load: 2, lastGivenAt: '2026-01-03T00:00:00.000Z' },
    ]);
  });
  it('is none while nothing is projected yet', async () => {
    const database = await testDatabase();
    const early = new PostgresWorkload(database.connectionString);
    expect(await early.membersOf('north')).toEqual([]);
    expect(await early.workOf(['rep-1'])).toEqual([{ userId: 'rep-1', load: 0 }]);
    await early.close();
    await database.drop();
  });
});
