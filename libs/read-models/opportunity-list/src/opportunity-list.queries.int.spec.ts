import fc from 'fast-check';
import { defineProcess, salesProc003v1 } from '#rules';
import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { anySales, commandsOf, dealOf, played, rowsOf, testVault, type SalesLedger } from '../../../../test/support/sales-ledger.ts';
import { opportunityListProjection, userTeamsProjection } from './index.ts';
import {
  FindDealDocument,
  FindDealDocumentHandler,
  ListOpportunities,
  ListOpportunitiesHandler,
  opportunityEntity,
  ShowOpportunity,
  ShowOpportunityHandler,
  userTeamsEntity,
  type ListedOpportunity,
  type OpportunityFilters,
} from './nest.ts';

const rep = actor('rep-1', 'SALES_REP');
const compliance = actor('compliance', 'COMPLIANCE');
const directory = directoryOf({ 'rep-1': 'north', 'rep-2': 'north', 'rep-3': 'south' }, { north: 'boss' });
const vault = testVault();
/** Whatever process the ledger names calls its won deals so. */
const wonLabel = { zh: '已赢单', en: 'Closed won' };
const rulebook = { process: async () => defineProcess({ ...salesProc003v1, wonLabel }) };

let ledger: SalesLedger;
let models: Awaited<ReturnType<typeof readModels>>;

beforeAll(async () => {
  const sales = anySales(Array.from({ length: 25 }, (_, at) => `deal-${at}`));
  ledger = await played(fc.sample(sales, { numRuns: 1, seed: 11 })[0]!, vault);
  const { open, propose } = commandsOf('own');
  const own = dealOf(ledger, 'own');
  for (const command of [open('rep-1'), propose('p1', 90_000)]) await own(command);
  const provenance = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, opportunityId: 'i1', businessTime: 'unknown' as const };
  await ledger.record('opportunity-i1', {
    type: 'OpportunityImported',
    data: { ...provenance, externalId: 'i1', claimedStage: 'Engaging', account: 'Cancity' },
  });
  await dealOf(ledger, 'other')(commandsOf('other').open('rep-3'));
  const [opportunityId, inCase] = ['other', { caseId: 'case-other' }];
  const document = { documentId: 'd1', kind: 'quote', sha256: 'a'.repeat(64), size: 7, mediaType: 'application/pdf' } as const;
  const member = { opportunityId, userId: 'pia', role: 'SALES_REP' };
  await ledger.record('opportunity-other', { type: 'DealTeamMemberAdded', data: member }, inCase);
  await ledger.record('opportunity-other', { type: 'DocumentReceived', data: { opportunityId, ...document } }, inCase);
  await ledger.record('user-rep-1', { type: 'TeamJoined', data: { userId: 'rep-1', from: null, to: 'north' } });
  models = await readModels(ledger, [opportunityListProjection, userTeamsProjection], [opportunityEntity, userTeamsEntity]);
  await models.settled();
});
afterAll(() => models.close());

const list = (who: typeof rep, filters: OpportunityFilters = {}, limit = 200, cursor?: string) =>
  new ListOpportunitiesHandler(models.source, directory, rulebook).execute(new ListOpportunities(who, filters, limit, cursor));
const show = (who: typeof rep, id: string) =>
  new ShowOpportunityHandler(models.source, directory, rulebook, vault).execute(new ShowOpportunity(who, id));
const find = (who: typeof rep, id: string, documentId: string) =>
  new FindDealDocumentHandler(models.source, directory).execute(new FindDealDocument(who, id, documentId));

describe('the list of opportunities', () => {
  it('is read back as it was folded', async () => {
    const folded = rowsOf(opportunityListProjection, ledger.events());
    const stored = await models.source.getRepository(opportunityEntity).find({ order: { openedIndex: 'ASC' } });
    expect(stored).toEqual([...folded].sort((one, other) => one.openedIndex - other.openedIndex));
    expect(await models.source.getRepository(userTeamsEntity).find()).toEqual(rowsOf(userTeamsProjection, ledger.events()));
  });

  it('shows each what is theirs, claims of other systems, and nothing else', async () => {
    const { items } = await list(rep);
    expect(new Set(items.map(({ ownerId }) => ownerId))).toEqual(new Set(['rep-1', null]));
    const whole = (await list(compliance)).items;
    expect(items).toEqual(whole.filter(({ ownerId }) => ownerId === 'rep-1' || ownerId === null));
    const team = (await list(actor('boss', 'SALES_MANAGER'))).items;
    expect(team).toEqual(whole.filter(({ ownerId }) => ownerId !== 'rep-3'));
  });

  it('says of what is won, and of nothing else, what its process calls that (L165, L276)', async () => {
    const { items } = await list(compliance);
    expect(items.some(({ status }) => status === 'won')).toBe(true);
    for (const { status, wonLabel: label } of items) expect(label).toEqual(status === 'won' ? wonLabel : null);
    const won = items.find(({ status }) => status === 'won')!;
    expect(await show(compliance, won.opportunityId)).toMatchObject({ wonLabel });
    expect(await show(rep, 'own')).toMatchObject({ wonLabel: null });
  });

  it('is filtered by owner, status, stage, origin and a part of the company’s name', async () => {
    const whole = (await list(compliance)).items;
    const having = (holds: (deal: ListedOpportunity) => boolean) => whole.filter(holds);
    expect((await list(compliance, { ownerId: 'rep-2', status: 'lost' })).items).toEqual(
      having((deal) => deal.ownerId === 'rep-2' && deal.status === 'lost'),
    );
    expect((await list(compliance, { stage: 'S7' })).items).toEqual(having(({ stage }) => stage === 'S7'));
    expect((await list(compliance, { origin: 'imported' })).items).toMatchObject([{ opportunityId: 'i1', claims: { stage: 'Engaging' } }]);
    expect((await list(compliance, { company: 'canc' })).items).toMatchObject([{ opportunityId: 'i1' }]);
  });

  it('comes in pages without gaps', async () => {
    const paged: ListedOpportunity[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(compliance, {}, 4, cursor);
      paged.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual((await list(compliance)).items);
    expect(paged.length).toBe(28);
  });
});

describe('an opportunity', () => {
  it('opens its price floor for the owner and for compliance, not for an analyst', async () => {
    const floor = [{ key: 'audience-negotiation', state: 'open', fields: { priceFloor: { minor: 45_000, currency: 'CNY' } } }];
    expect((await show(rep, 'own')).sealed).toEqual(floor);
    expect((await show(compliance, 'own')).sealed).toEqual(floor);
    expect((await show(actor('analyst', 'ANALYST'), 'own')).sealed).toEqual([
      { key: 'audience-negotiation', state: 'withheld', fields: null },
    ]);
  });

  it('is seen, listed and read, documents and all, by who is on its team', async () => {
    const pia = actor('pia', 'SALES_REP');
    expect(await show(pia, 'other')).toMatchObject({ ownerId: 'rep-3', memberIds: ['pia'] });
    expect((await list(pia)).items.map(({ opportunityId }) => opportunityId)).toEqual(['other', 'i1']);
    expect(await find(pia, 'other', 'd1')).toMatchObject({ sha256: 'a'.repeat(64), size: 7 });
    await expect(find(rep, 'other', 'd1')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(find(actor('analyst', 'ANALYST'), 'other', 'd1')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(find(pia, 'other', 'd2')).rejects.toMatchObject({ problem: { status: 404 } });
    await expect(show(actor('pia', 'PARTNER'), 'other')).rejects.toMatchObject({ problem: { status: 403 } });
  });

  it('is denied to those whose deal it is not, and unknown where there is none', async () => {
    await expect(show(actor('rep-3', 'SALES_REP'), 'own')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(show(compliance, 'none')).rejects.toMatchObject({ problem: { status: 404 } });
  });
});
