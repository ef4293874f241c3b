import type { AnyEvent } from '#event-contracts';
import { leadListProjection } from '#lead-list';
import { opportunityListProjection } from '#opportunity-list';
import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { commandsOf, dealOf, rowsOf, salesLedger, type DealCommand } from '../../../../test/support/sales-ledger.ts';
import { campaignListProjection } from './index.ts';
import { campaignEntity, ListCampaigns, ListCampaignsHandler, ShowCampaign, ShowCampaignHandler, type CampaignFilters } from './nest.ts';

const marketing = actor('mia', 'MARKETING');
const directory = directoryOf({}, {});
const ledger = salesLedger();
let models: Awaited<ReturnType<typeof readModels>>;

const told = (campaignId: string, type: string, data: object = {}) =>
  ledger.record(`campaign-${campaignId}`, { type, data: { campaignId, ...data } } as AnyEvent);
const from = (command: DealCommand, campaignId: string): DealCommand => {
  const withCampaign: object = { ...command, data: { ...command.data, campaignId } };
  return withCampaign as DealCommand;
};

beforeAll(async () => {
  for (const id of ['spring', 'autumn', 'winter'])
    await told(id, 'CampaignPlanned', { name: `The ${id}`, channel: 'online', from: '2026-01-01', to: '2026-12-31' });
  await told('spring', 'CampaignLaunched');
  await told('spring', 'CampaignCostRecorded', {
    ...{ costId: 'c', amount: { minor: 1_000, currency: 'CNY' }, kind: 'media', incurredOn: '2026-03-01' },
  });
  for (const id of ['a', 'b', 'c']) {
    const { capture, assign, qualify, convert, open } = commandsOf(id);
    const deal = dealOf(ledger, id);
    await deal(from(capture(), 'spring'));
    if (id !== 'a') await deal(qualify('MQL'));
    if (id === 'c') for (const command of [assign('rep-1'), qualify('SQL'), convert(), open()]) await deal(command);
  }
  await dealOf(ledger, 'd')(from(commandsOf('d').capture(), 'spring'));
  await ledger.record(
    'lead-d',
    { type: 'LeadMergedInto', data: { leadId: 'd', into: 'a', matchedBy: ['contact'] } },
    {
      caseId: 'case-d',
    },
  );
  models = await readModels(ledger, [campaignListProjection, leadListProjection, opportunityListProjection], [campaignEntity]);
  await models.settled();
});
afterAll(() => models.close());

const list = (filters: CampaignFilters = {}, limit = 200, cursor?: string, who = marketing) =>
  new ListCampaignsHandler(models.source, directory).execute(new ListCampaigns(who, filters, limit, cursor));
const show = (id: string, who = marketing) => new ShowCampaignHandler(models.source, directory).execute(new ShowCampaign(who, id));
const ids = async (page: ReturnType<typeof list>) => (await page).items.map(({ campaignId }) => campaignId);

describe('the list of campaigns', () => {
  it('is read back as it was folded', async () =>
    expect(await models.source.getRepository(campaignEntity).find({ order: { plannedIndex: 'ASC' } })).toEqual(
      rowsOf(campaignListProjection, ledger.events()),
    ));

  it('is filtered by status, channel and a part of the name, and comes in pages', async () => {
    expect(await ids(list({ status: 'launched' }))).toEqual(['spring']);
    expect(await ids(list({ channel: 'email' }))).toEqual([]);
    expect(await ids(list({ name: 'THE AUT' }))).toEqual(['autumn']);
    const first = await list({}, 2);
    expect([first.items.map(({ campaignId }) => campaignId), await ids(list({}, 2, first.next!))]).toEqual([
      ['winter', 'autumn'],
      ['spring'],
    ]);
  });

  it('is for those who run, follow up, manage or analyse campaigns', async () => {
    for (const role of ['SDR', 'SALES_OPS', 'SALES_MANAGER', 'ANALYST', 'FINANCE'])
      expect(await ids(list({}, 1, undefined, actor('x', role)))).toEqual(['winter']);
    await expect(list({}, 1, undefined, actor('rep-1', 'SALES_REP'))).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(show('spring', actor('rep-1', 'SALES_REP'))).rejects.toMatchObject({ problem: { status: 403 } });
  });
});

describe('a campaign', () => {
  it('shows what came of it, a merged lead once, and what a lead cost', async () => {
    expect(await show('spring')).toMatchObject({
      results: { leads: 3, mql: 2, sql: 1, deals: 1, won: 0 },
      spent: [{ currency: 'CNY', minor: '1000' }],
      costPerLead: [{ currency: 'CNY', minor: '333' }],
    });
    expect(await show('winter')).toMatchObject({ results: { leads: 0, deals: 0 }, costPerLead: [] });
  });

  it('shows analysts its spending by currency', async () =>
    expect(await models.source.query('select campaign_id, currency, minor::text from read.campaign_spending')).toEqual([
      { campaign_id: 'spring', currency: 'CNY', minor: '1000' },
    ]));

  it('is unknown when there is none', () => expect(show('none')).rejects.toMatchObject({ problem: { status: 404 } }));
});
