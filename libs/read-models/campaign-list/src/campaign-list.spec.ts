import type { CampaignEvent } from '#event-contracts';
import { rowsOf, salesLedger } from '../../../../test/support/sales-ledger.ts';
import { campaignListProjection, costPerLead } from './index.ts';

const campaignId = 'spring';
const planned: CampaignEvent = {
  type: 'CampaignPlanned',
  data: { campaignId, name: 'Spring', channel: 'online', from: '2026-03-01', to: '2026-05-31', budget: { minor: 9_000, currency: 'CNY' } },
};
const cost = (costId: string, minor: number, currency = 'CNY'): CampaignEvent => ({
  type: 'CampaignCostRecorded',
  data: { campaignId, costId, amount: { minor, currency }, kind: 'media', incurredOn: '2026-03-02' },
});
const occasion = (on: string): CampaignEvent => ({
  type: 'MarketingEventPlanned',
  data: { campaignId, marketingEventId: 'talk', name: 'Talk', kind: 'webinar', on },
});

const told = async (...events: readonly CampaignEvent[]) => {
  const ledger = salesLedger();
  for (const event of events) await ledger.record(`campaign-${campaignId}`, event);
  return rowsOf(campaignListProjection, ledger.events());
};

describe('the list of campaigns', () => {
  it('shows a campaign as planned, with nothing spent', async () =>
    expect(await told(planned)).toMatchObject([
      { status: 'planned', beginsOn: '2026-03-01', budgetMinor: 9_000, budgetCurrency: 'CNY', spent: [], eventsHeld: 0, downloads: 0 },
    ]));

  it('shows that it runs, and that it ended', async () => {
    const launched: CampaignEvent = { type: 'CampaignLaunched', data: { campaignId } };
    expect(await told(planned, launched)).toMatchObject([{ status: 'launched', revision: 1 }]);
    expect(await told(planned, launched, { type: 'CampaignClosed', data: { campaignId } })).toMatchObject([{ status: 'closed' }]);
  });

  it('sums what was spent by currency, exactly beyond 2^53', async () => {
    const [row] = await told(planned, cost('c1', Number.MAX_SAFE_INTEGER), cost('c2', 5, 'USD'), cost('c3', Number.MAX_SAFE_INTEGER));
    expect(row?.spent).toEqual([
      { currency: 'USD', minor: '5' },
      { currency: 'CNY', minor: '18014398509481982' },
    ]);
  });

  it('counts an event when it was held, once however often it was planned', async () => {
    const held: CampaignEvent = {
      type: 'MarketingEventHeld',
      data: { campaignId, marketingEventId: 'talk', invited: 90, registered: 40, attended: 25 },
    };
    const [before] = await told(planned, occasion('2026-04-01'), occasion('2026-04-08'));
    expect(before).toMatchObject({ eventsHeld: 0, attended: 0, occasions: [{ on: '2026-04-08', attended: null }] });
    const [after] = await told(planned, occasion('2026-04-01'), held);
    expect(after).toMatchObject({ eventsHeld: 1, attended: 25, occasions: [{ invited: 90, registered: 40, attended: 25 }] });
  });

  it('counts downloads by content and in all', async () => {
    const content = (contentId: string): CampaignEvent => ({
      type: 'ContentPublished',
      data: { campaignId, contentId, kind: 'whitePaper', title: contentId },
    });
    const downloaded = (downloadId: string, contentId: string, count: number): CampaignEvent => ({
      type: 'ContentDownloaded',
      data: { campaignId, downloadId, contentId, day: '2026-03-06', count },
    });
    const [row] = await told(
      planned,
      content('a'),
      content('b'),
      downloaded('d1', 'a', 40),
      downloaded('d2', 'b', 2),
      downloaded('d3', 'a', 1),
    );
    expect(row).toMatchObject({ downloads: 43, contents: [{ downloads: 41 }, { downloads: 2 }] });
  });
});

describe('the cost of a lead', () => {
  it('is rounded to whole minor units, halves to even', () =>
    expect(
      costPerLead(
        [
          { currency: 'CNY', minor: '5' },
          { currency: 'USD', minor: '7' },
        ],
        2,
      ),
    ).toEqual([
      { currency: 'CNY', minor: '2' },
      { currency: 'USD', minor: '4' },
    ]));
  it('is not known without a lead', () => expect(costPerLead([{ currency: 'CNY', minor: '5' }], 0)).toEqual([]));
});
