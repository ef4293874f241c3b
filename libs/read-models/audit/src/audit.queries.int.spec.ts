import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { commandsOf, dealOf, salesLedger, testVault } from '../../../../test/support/sales-ledger.ts';
import { auditProjection, dealAsOf } from './index.ts';
import { auditEntity, DealAsOf, DealAsOfHandler, DealHistory, DealHistoryHandler, type HistoryEntry } from './nest.ts';

const { capture, assign, qualify, convert, open, advance, revise, propose, lose } = commandsOf('a');

const rep = actor('rep-1', 'SALES_REP');
const compliance = actor('compliance', 'COMPLIANCE');
const directory = directoryOf({ 'rep-1': 'north', 'rep-2': 'north' }, { north: 'boss' });

const vault = testVault();
const ledger = salesLedger(vault);
let models: Awaited<ReturnType<typeof readModels>>;

beforeAll(async () => {
  const deal = dealOf(ledger, 'a');
  const attempt = { command: 'WinOpportunity', stream: 'opportunity-a', outcome: 'denied', reason: 'only for what is one’s own' } as const;
  for (const command of [capture(), assign('rep-1'), qualify('SQL'), convert(), open('rep-1'), advance('S5'), advance('S3')])
    await deal(command);
  await ledger.record('attempts-rep-2', { type: 'AttemptDenied', data: attempt }, { by: 'rep-2' });
  for (const command of [revise(120_000), propose('p1', 110_000), advance('S4'), lose()]) await deal(command);
  await dealOf(ledger, 'b')(commandsOf('b').open('rep-2'));
  models = await readModels(ledger, [auditProjection], [auditEntity]);
  await models.settled();
});
afterAll(() => models.close());

const history = (who: typeof rep, id: string, limit = 200, cursor?: string) =>
  new DealHistoryHandler(models.source, directory, vault, models.reader).execute(new DealHistory(who, id, limit, cursor));
const asOf = (who: typeof rep, id: string, moment: ConstructorParameters<typeof DealAsOf>[2] = {}) =>
  new DealAsOfHandler(models.source, directory, models.reader).execute(new DealAsOf(who, id, moment));
const types = (entries: readonly HistoryEntry[]) => entries.map(({ type }) => type);

describe('the history of a deal', () => {
  it('goes across its streams in ledger order, refusals included, whichever of its ids is given', async () => {
    const { caseId, items } = await history(rep, 'case-a');
    expect(caseId).toBe('case-a');
    expect(types(items)).toEqual([
      ...['LeadCaptured', 'LeadAssigned', 'LeadQualified', 'LeadConverted', 'OpportunityOpened', 'CommandRefused'],
      ...['OpportunityAdvanced', 'ForecastRevised', 'ProposalSubmitted', 'OpportunityAdvanced', 'OpportunityLost'],
    ]);
    const indexes = items.map(({ ledgerIndex }) => ledgerIndex);
    expect(indexes).toEqual([...indexes].sort((one, other) => one - other));
    for (const id of ['a', 'lead-a', 'opportunity-a']) expect((await history(rep, id)).items).toEqual(items);
  });

  it('comes in pages that miss nothing and show nothing twice', async () => {
    const whole = (await history(rep, 'a')).items;
    const paged: HistoryEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await history(rep, 'a', 2, cursor);
      paged.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole);
  });

  it('shows denied attempts on the deal to those who may read the ledger', async () => {
    expect(types((await history(compliance, 'a')).items)[7]).toBe('AttemptDenied');
  });

  it('opens what is sealed for the owner, the manager and compliance only, and says what was erased', async () => {
    const contact = async (who: typeof rep) => (await history(who, 'a')).items[0]?.sealed;
    const opened = [{ key: 'person-contact-a', state: 'open', fields: { contactName: 'Li Lei', phone: '+86 10 1234' } }];
    expect(await contact(rep)).toEqual(opened);
    expect(await contact(actor('boss', 'SALES_MANAGER'))).toEqual(opened);
    expect(await contact(compliance)).toEqual(opened);
    expect(await contact(actor('analyst', 'ANALYST'))).toEqual([{ key: 'person-contact-a', state: 'withheld', fields: null }]);
    const found = vault.find;
    vault.find = async () => ({ kind: 'erased' });
    expect(await contact(rep)).toEqual([{ key: 'person-contact-a', state: 'erased', fields: null }]);
    vault.find = found;
  });

  it('is denied to those whose deal it is not, and unknown where there is none', async () => {
    await expect(history(actor('rep-2', 'SALES_REP'), 'a')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(history(actor('nobody'), 'a')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(history(compliance, 'no-such-deal')).rejects.toMatchObject({ problem: { status: 404 } });
    await expect(history(compliance, 'attempts-rep-2')).rejects.toMatchObject({ problem: { status: 404 } });
    await expect(history(rep, 'a', 2, 'not-a-cursor')).rejects.toMatchObject({ problem: { status: 400 } });
  });
});

describe('a deal as it stood', () => {
  it('is, at each of its positions, the fold of the events up to there', async () => {
    const events = ledger.events().filter(({ caseId }) => caseId === 'case-a');
    for (const { position, ledgerIndex } of (await history(rep, 'a')).items) {
      const { lead, opportunity, ...where } = await asOf(rep, 'a', { position });
      expect({ lead, opportunity }).toEqual(dealAsOf(events.filter(({ index }) => index <= ledgerIndex)));
      expect(where).toMatchObject({ caseId: 'case-a', position });
    }
  });

  it('is what was on record by some time', async () => {
    expect(await asOf(rep, 'a', { time: '2026-01-05T14:59:59.999Z' })).toMatchObject({
      opportunity: { stage: 'S3', forecast: { amount: { minor: 100_000 } } },
    });
    expect(await asOf(rep, 'a', { time: '2026-01-05T16:00:00.000Z' })).toMatchObject({
      opportunity: { forecast: { amount: { minor: 120_000 } } },
    });
    expect(await asOf(rep, 'a')).toMatchObject({ opportunity: { status: 'lost', forecast: { probability: 0 } } });
  });

  it('is refused before it existed, in another ledger, and to others', async () => {
    await expect(asOf(rep, 'a', { time: '2025-12-31T00:00:00.000Z' })).rejects.toMatchObject({ problem: { status: 404 } });
    await expect(asOf(rep, 'a', { position: 'another-ledger:3' })).rejects.toMatchObject({ problem: { status: 409 } });
    await expect(asOf(rep, 'a', { position: 'three' })).rejects.toMatchObject({ problem: { status: 400 } });
    await expect(asOf(rep, 'b')).rejects.toMatchObject({ problem: { status: 403 } });
  });
});
