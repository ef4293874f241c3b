import fc from 'fast-check';
import { gatedProcess } from '../../../../test/support/gated-process.ts';
import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { anySales, commandsOf, dealOf, played, rowsOf, type DealCommand, type SalesLedger } from '../../../../test/support/sales-ledger.ts';
import { dealWorklistProjection, isWork, type DealWork } from './index.ts';
import { dealWorkEntity, ListDealWork, ListDealWorkHandler, ShowDealGate, ShowDealGateHandler, type DealWorkFilters } from './nest.ts';

const compliance = actor('compliance', 'COMPLIANCE');
const rep = actor('rep-1', 'SALES_REP');
const boss = actor('boss', 'SALES_MANAGER');
const directory = directoryOf({ 'rep-1': 'north', 'rep-2': 'north', 'rep-3': 'south' }, { north: 'boss' });
const rolesOf: Readonly<Record<string, readonly string[]>> = { 'rep-1': ['SALES_REP'], boss: ['SALES_MANAGER'] };
/** Whatever process the ledger names has the gates of the test's. */
const rulebook = { process: async () => gatedProcess, inForce: async () => undefined };

let ledger: SalesLedger;
let models: Awaited<ReturnType<typeof readModels>>;
let now = '2026-01-20T08:00:00.000Z';

const pain = (opportunityId: string): DealCommand => ({
  type: 'RecordPainPoint',
  data: { opportunityId, painPointId: 'p1', description: 'stock runs out', scope: 'specific', impact: undefined },
});
const objective = (opportunityId: string): DealCommand => ({
  type: 'RecordBusinessObjective',
  data: { opportunityId, objectiveId: 'o1', description: 'half the stock', measure: undefined },
});

beforeAll(async () => {
  const sales = anySales(Array.from({ length: 25 }, (_, at) => `deal-${at}`));
  ledger = await played(fc.sample(sales, { numRuns: 1, seed: 11 })[0]!);
  for (const [id, owner] of [
    ['fresh', 'rep-1'],
    ['ready', 'rep-1'],
    ['colleague', 'rep-2'],
    ['elsewhere', 'rep-3'],
  ] as const)
    await dealOf(ledger, id)(commandsOf(id).open(owner));
  const member = { opportunityId: 'elsewhere', userId: 'pia', role: 'PRESALES' };
  await ledger.record('opportunity-elsewhere', { type: 'DealTeamMemberAdded', data: member }, { caseId: 'case-elsewhere' });
  const ready = dealOf(ledger, 'passes');
  for (const command of [commandsOf('passes').open('rep-1'), pain('passes'), objective('passes')]) await ready(command);
  await ledger.record('user-rep-1', { type: 'TeamJoined', data: { userId: 'rep-1', from: null, to: 'north' } });
  models = await readModels(ledger, [dealWorklistProjection], [dealWorkEntity]);
  await models.settled();
});
afterAll(() => models.close());

const list = (who: typeof rep, filters: Partial<DealWorkFilters> = {}, limit = 200, cursor?: string) =>
  new ListDealWorkHandler(models.source, directory, rulebook, () => now).execute(
    new ListDealWork(who, { of: 'all', ...filters }, limit, cursor),
  );
const gate = (who: typeof rep, id: string) =>
  new ShowDealGateHandler(models.source, directory, rulebook, () => now).execute(new ShowDealGate(who, id));
const idsOf = ({ items }: { readonly items: readonly DealWork[] }) => items.map(({ opportunityId }) => opportunityId);

describe('the worklist of deals', () => {
  it('is read back as it was folded, facts and all', async () => {
    const folded = rowsOf(dealWorklistProjection, ledger.events());
    const stored = await models.source.getRepository(dealWorkEntity).find({ order: { openedIndex: 'ASC' } });
    expect(stored).toEqual([...folded].sort((one, other) => one.openedIndex - other.openedIndex));
  });

  it('has a line for each fact in plain SQL', async () => {
    const facts = await models.source.query(
      "select kind, fact_id, stated_by, data from read.deal_facts where opportunity_id = 'passes' order by kind",
    );
    expect(facts).toMatchObject([
      { kind: 'businessObjectives', fact_id: 'o1', stated_by: 'rep-1', data: { description: 'half the stock' } },
      { kind: 'painPoints', fact_id: 'p1', stated_by: 'rep-1', data: { scope: 'specific' } },
    ]);
  });

  it('has the deals that are anyone’s work, each as its gate finds it', async () => {
    const work = rowsOf(dealWorklistProjection, ledger.events()).filter((row) => isWork(row, gatedProcess));
    const { items, next } = await list(compliance);
    expect(next).toBeNull();
    expect(new Set(items.map(({ opportunityId }) => opportunityId))).toEqual(new Set(work.map(({ opportunityId }) => opportunityId)));
    expect(items.find(({ opportunityId }) => opportunityId === 'fresh')).toMatchObject({
      gatePassed: false,
      needs: [{ result: 'missing' }],
    });
    expect(items.find(({ opportunityId }) => opportunityId === 'passes')).toMatchObject({ gatePassed: true, needs: [] });
  });

  it('shows each what they may see: one’s own, one’s team’s, all', async () => {
    const whole = (await list(compliance)).items;
    const ownedBy = (...owners: readonly string[]) => whole.filter(({ ownerId }) => owners.includes(ownerId));
    expect((await list(rep, { of: 'me' })).items).toEqual(ownedBy('rep-1'));
    expect((await list(rep, { of: 'team' })).items).toEqual(ownedBy('rep-1'));
    expect((await list(rep)).items).toEqual(ownedBy('rep-1'));
    expect((await list(boss, { of: 'me' })).items).toEqual([]);
    expect((await list(boss, { of: 'team' })).items).toEqual(ownedBy('rep-1', 'rep-2'));
    expect((await list(boss)).items).toEqual(ownedBy('rep-1', 'rep-2'));
    expect((await list(compliance, { of: 'team' })).items).toEqual([]);
    expect(ownedBy('rep-3').length).toBeGreaterThan(0);
    const onTeam = whole.filter(({ memberIds }) => memberIds.includes('pia'));
    expect(onTeam).toMatchObject([{ opportunityId: 'elsewhere', ownerId: 'rep-3' }]);
    expect((await list(actor('pia', 'PRESALES'), { of: 'me' })).items).toEqual(onTeam);
    expect((await list(actor('pia', 'SALES_REP'))).items).toEqual(onTeam);
    expect((await list(actor('pia', 'PARTNER'))).items).toEqual([]);
    await expect(list(actor('admin', 'ADMIN'))).rejects.toMatchObject({ problem: { status: 403 } });
  });

  it('has what is overdue first, then what is due first, then the rest, in pages without gaps', async () => {
    const { items } = await list(compliance);
    const dues = items.map(({ dueAt }) => dueAt ?? '~');
    expect(dues).toEqual([...dues].sort());
    expect(new Set(dues).size).toBeGreaterThan(2);
    const paged: DealWork[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(compliance, {}, 4, cursor);
      paged.push(...page.items);
      cursor = page.next ?? undefined;
      // Time goes on while one reads.
      now = new Date(Date.parse(now) + 86_400_000 * 10).toISOString();
    } while (cursor !== undefined);
    expect(paged.map(({ opportunityId }) => opportunityId)).toEqual(idsOf({ items }));
    now = '2026-01-20T08:00:00.000Z';
    await expect(list(compliance, {}, 4, 'rubbish')).rejects.toMatchObject({ problem: { status: 400 } });
  });

  it('is filtered by stage, and by what is blocked, overdue or at risk at the time', async () => {
    const whole = (await list(compliance)).items;
    expect((await list(compliance, { stage: 'S2' })).items).toEqual(whole.filter(({ stage }) => stage === 'S2'));
    expect((await list(compliance, { filter: 'blocked' }, 1)).items).toEqual(
      whole.filter(({ gatePassed }) => gatePassed === false).slice(0, 1),
    );
    expect((await list(compliance, { filter: 'blocked' })).items).toEqual(whole.filter(({ gatePassed }) => gatePassed === false));
    expect((await list(compliance, { filter: 'overdue' })).items).toEqual(whole.filter(({ overdue }) => overdue.length > 0));
    now = '2026-12-31T00:00:00.000Z';
    const later = (await list(compliance)).items;
    const overdue = await list(compliance, { filter: 'overdue' });
    expect(overdue.items).toEqual(later.filter(({ overdue: past }) => past.length > 0));
    expect(idsOf(overdue)).toEqual(expect.arrayContaining(['fresh', 'passes']));
    const atRisk = await list(compliance, { filter: 'atRisk' });
    expect(atRisk.items).toEqual(later.filter(({ atRisk: risks }) => risks.length > 0));
    expect(atRisk.items.find(({ opportunityId }) => opportunityId === 'fresh')?.atRisk.map(({ risk }) => risk)).toEqual([
      'stalled',
      'overdueStage',
      'signingDatePassed',
    ]);
    now = '2026-01-20T08:00:00.000Z';
  });

  it('tells a partner of nobody in the organisation but of themself', async () => {
    const user = async (userId: string) => ({
      ...{ userId, active: true, userRevision: 1 },
      teamId: 'north',
      roles: rolesOf[userId] ?? [],
    });
    const known = { ...directory, user };
    const suppliers = async (who: typeof rep) => {
      const handler = new ListDealWorkHandler(models.source, known, rulebook, () => now);
      const { items } = await handler.execute(new ListDealWork(who, { of: 'me' }, 200));
      return items.find(({ opportunityId }) => opportunityId === 'fresh')?.needs[0]?.suppliedBy[0]?.people;
    };
    expect(await suppliers(rep)).toEqual(['rep-1', 'boss']);
    expect(await suppliers(actor('rep-1', 'PARTNER'))).toEqual(['rep-1']);
  });
});

describe('the gate of a deal', () => {
  it('is shown with all that it asks for to whoever may see the deal', async () => {
    expect(await gate(rep, 'fresh')).toMatchObject({
      stage: 'S2',
      next: { code: 'S3' },
      passed: false,
      judgedAt: now,
      criteria: [{ result: 'missing' }],
    });
    expect(await gate(boss, 'passes')).toMatchObject({ passed: true, criteria: [{ result: 'met' }] });
    expect(await gate(actor('pia', 'SALES_REP'), 'elsewhere')).toMatchObject({ ownerId: 'rep-3' });
    await expect(gate(rep, 'elsewhere')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(gate(compliance, 'none')).rejects.toMatchObject({ problem: { status: 404 } });
  });
});
