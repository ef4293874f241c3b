import fc from 'fast-check';
import { gatedProcess } from '../../../../test/support/gated-process.ts';
import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { anySales, commandsOf, dealOf, played, rowsOf, type SalesLedger } from '../../../../test/support/sales-ledger.ts';
import { leadWorklistProjection, type LeadWork } from './index.ts';
import { leadWorkEntity, ListLeadWork, ListLeadWorkHandler, type LeadWorkFilters } from './nest.ts';

const marketing = actor('marketing', 'MARKETING');
const rep = actor('rep-1', 'SALES_REP');
const directory = directoryOf({ 'rep-1': 'north', 'rep-2': 'north', 'rep-3': 'south' }, { north: 'boss' });
const rulebook = { process: async () => gatedProcess, inForce: async () => undefined };

let ledger: SalesLedger;
let models: Awaited<ReturnType<typeof readModels>>;
let now = '2026-01-05T12:00:00.000Z';

beforeAll(async () => {
  const sales = anySales(Array.from({ length: 15 }, (_, at) => `lead-${at}`));
  ledger = await played(fc.sample(sales, { numRuns: 1, seed: 3 })[0]!);
  for (const [id, owner] of [
    ['own', 'rep-1'],
    ['colleague', 'rep-2'],
    ['elsewhere', 'rep-3'],
  ] as const) {
    const { capture, assign } = commandsOf(id);
    const work = dealOf(ledger, id);
    for (const command of [capture(), assign(owner)]) await work(command);
  }
  await dealOf(ledger, 'nobodys')(commandsOf('nobodys').capture());
  models = await readModels(ledger, [leadWorklistProjection], [leadWorkEntity]);
  await models.settled();
});
afterAll(() => models.close());

const list = (who: typeof rep, filters: Partial<LeadWorkFilters> = {}, limit = 200, cursor?: string) =>
  new ListLeadWorkHandler(models.source, directory, rulebook, () => now).execute(
    new ListLeadWork(who, { of: 'all', ...filters }, limit, cursor),
  );

describe('the worklist of leads', () => {
  it('is read back as it was folded, facts and all', async () => {
    const folded = rowsOf(leadWorklistProjection, ledger.events());
    const stored = await models.source.getRepository(leadWorkEntity).find({ order: { capturedIndex: 'ASC' } });
    expect(stored).toEqual([...folded].sort((one, other) => one.capturedIndex - other.capturedIndex));
  });

  it('shows each what they may see: one’s own, one’s team’s, all with those of nobody yet', async () => {
    const whole = (await list(marketing)).items;
    const ownedBy = (...owners: readonly (string | null)[]) => whole.filter(({ ownerId }) => owners.includes(ownerId));
    expect(whole.every(({ status }) => status === 'open')).toBe(true);
    expect((await list(rep, { of: 'me' })).items).toEqual(ownedBy('rep-1'));
    expect((await list(rep)).items).toEqual(ownedBy('rep-1', null));
    expect((await list(actor('boss', 'SALES_MANAGER'), { of: 'team' })).items).toEqual(ownedBy('rep-1', 'rep-2'));
    expect(ownedBy('rep-3').length).toBeGreaterThan(0);
    await expect(list(actor('service', 'SERVICE'))).rejects.toMatchObject({ problem: { status: 403 } });
  });

  it('has what is due first at the top, in pages without gaps, and is filtered', async () => {
    const { items } = await list(marketing);
    const dues = items.map(({ dueAt }) => dueAt ?? '~');
    expect(dues).toEqual([...dues].sort());
    const paged: LeadWork[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(marketing, {}, 3, cursor);
      paged.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(items);
    now = '2026-03-01T00:00:00.000Z';
    const later = (await list(marketing)).items;
    const overdue = (await list(marketing, { filter: 'overdue' })).items;
    expect(overdue).toEqual(later.filter(({ overdue: past }) => past.length > 0));
    expect(overdue.map(({ leadId }) => leadId)).toEqual(expect.arrayContaining(['own', 'colleague', 'elsewhere']));
    expect((await list(marketing, { filter: 'atRisk' })).items).toEqual(later.filter(({ atRisk }) => atRisk.length > 0));
    expect((await list(marketing, { filter: 'blocked' })).items).toEqual(later.filter(({ gatePassed }) => gatePassed === false));
    now = '2026-01-05T12:00:00.000Z';
  });
});
