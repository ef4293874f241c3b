import { hashOf } from '#rules';
import { accepted } from '../support/attempted.ts';
import { commandLineOf } from '../support/command-line.ts';
import { withMembers } from '../support/members.ts';
import { publishDefinition } from '../support/rulemaking.ts';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { salesProc003v2, salesProc003v3, toVersion3, versionMakers } from '../support/third-version.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
const { dealtrail, json } = commandLineOf(() => running);
const migrate = ['migrate', toVersion3.id] as const;

const [old, next] = [`SALES-PROC-003@2#${hashOf(salesProc003v2)}`, `SALES-PROC-003@3#${hashOf(salesProc003v3)}`];
/** Running deals, one of them of somebody who may migrate; and one that was lost. */
const [others, own, lost] = [['deal-1', 'deal-2'], 'deal-of-owen', 'deal-lost'] as const;
const deals = [...others, own, lost];

const versionsOf = async (ids: readonly string[]): Promise<readonly string[]> => {
  const answers = await Promise.all(ids.map((id) => running.get(`/v1/opportunities/${id}`, { as: 'olga' })));
  return answers.map(({ body }) => body.processVersion);
};
/** All that is on record of the deals. */
const recorded = async () => Promise.all(deals.map(async (id) => (await running.app.keeping.store.read(`opportunity-${id}`)).length));
/** What is left to be moved, by what the program shows by now. */
const left = async (): Promise<readonly string[]> =>
  (await json('olga', ...migrate, '--dry-run')).moves
    .map(({ opportunityId }: { readonly opportunityId: string }) => opportunityId)
    .toSorted();

beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp({ gates: true })), { ...versionMakers, owen: ['SALES_REP', 'SALES_OPS'] });
  const opening = {
    name: 'Planning',
    company: 'Acme',
    expectedAmount: { minor: 1_000, currency: 'CNY' },
    expectedSigningDate: '2099-06-30',
  };
  for (const opportunityId of deals)
    accepted(await running.post('/v1/opportunities', { ...opening, opportunityId }, { as: opportunityId === own ? 'owen' : 'rita' }));
  accepted(await running.post(`/v1/opportunities/${lost}/lose`, { reason: 'price' }, { as: 'rita' }));
  await publishDefinition(running, 'process', salesProc003v3);
}, 180_000);
afterAll(() => running?.stop());

describe('moving all running deals to a new version, by the command line (L95)', () => {
  it('is refused before the migration is in force', async () => {
    expect(await dealtrail('olga', ...migrate)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('dealtrail: ') });
    await publishDefinition(running, 'processMigration', toVersion3);
    expect(await until(async () => (await dealtrail('olga', ...migrate, '--dry-run')).code === 0)).toBe(true);
  });

  it('says beforehand how many would go from where to where, and changes nothing', async () => {
    expect(await until(async () => (await left()).length === 3)).toBe(true);
    const before = await recorded();
    const { code, out } = await dealtrail('olga', ...migrate, '--dry-run');
    expect([code, out]).toEqual([0, expect.stringMatching(/S2 +S2 +3\n\nA dry run: no deal was moved\.\n$/)]);
    const told = await json('olga', ...migrate, '--dry-run');
    expect(told).toEqual({ dryRun: true, moves: expect.any(Array) });
    expect(told.moves).toHaveLength(3);
    expect(told.moves).toEqual(expect.arrayContaining([...others, own].map((opportunityId) => ({ opportunityId, from: 'S2', to: 'S2' }))));
    expect(await recorded()).toEqual(before);
    expect(await versionsOf(deals)).toEqual(deals.map(() => old));
  });

  it('is not for who has no say in it', async () => {
    const before = await recorded();
    expect(await dealtrail('rita', ...migrate)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('MigrateOpportunity') });
    expect(await recorded()).toEqual(before);
  });

  it('moves each deal but one’s own, and tells what was refused and why', async () => {
    const { code, out, err } = await dealtrail('owen', ...migrate);
    expect([code, out]).toEqual([0, expect.stringMatching(/S2 +S2 +3\n\n2 moved, 0 moved before, 1 refused\n[^]*OwnDeal +1\n$/)]);
    expect(err).toContain('migrating');
    expect(await until(async () => (await left()).length === 1)).toBe(true);
    expect(await left()).toEqual([own]);
    expect(await versionsOf([...others, own, lost])).toEqual([next, next, old, old]);
  });

  it('goes on with the rest when it is run again, and leaves those that have ended', async () => {
    const told = await json('olga', ...migrate);
    expect(told).toEqual({ dryRun: false, moved: 1, already: 0, refused: [] });
    expect(await until(async () => (await left()).length === 0)).toBe(true);
    expect(await versionsOf(deals)).toEqual([next, next, next, old]);
    const before = await recorded();
    expect((await dealtrail('olga', ...migrate)).out).toContain('No running deal is under the version that this migration leaves.');
    expect(await recorded()).toEqual(before);
  });

  it('shows in the history of a deal who moved it, from which version', async () => {
    const history: readonly { type: string; actor: { userId: string }; processVersion: string }[] = await json('olga', 'history', own);
    const moved = history
      .filter(({ type }) => type === 'ProcessMigrated')
      .map(({ actor, processVersion }) => [actor.userId, processVersion]);
    expect(moved).toEqual([['olga', old]]);
  });
});
