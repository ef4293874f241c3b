import fc from 'fast-check';
import { marketing, type MarketingCommand } from '#campaigns';
import { interleaved } from './interleaved.ts';
import type { SalesLedger } from './sales-ledger.ts';
import { worked } from './worked.ts';

type Step = readonly [campaignId: string, command: MarketingCommand];

const day = fc.constantFrom('2026-03-02', '2026-03-09', '2026-04-20');
const thing = fc.constantFrom('x', 'y');
const count = fc.nat({ max: 500 });
const amount = fc.record({ minor: fc.nat({ max: 1_000_000 }), currency: fc.constantFrom('CNY', 'USD') });

const spending = (campaignId: string): fc.Arbitrary<MarketingCommand> =>
  fc
    .record({ costId: fc.uuid(), amount, incurredOn: day })
    .map((data): MarketingCommand => ({ type: 'RecordCampaignCost', data: { campaignId, kind: 'media', ...data } }));

/** Events, planned and held. */
const meeting = (campaignId: string): fc.Arbitrary<MarketingCommand> =>
  fc.oneof(
    fc.record({ marketingEventId: thing, on: day }).map((data): MarketingCommand => ({
      type: 'PlanMarketingEvent',
      data: { campaignId, name: 'Talk', kind: 'webinar', ...data },
    })),
    fc.tuple(thing, fc.tuple(count, count, count)).map(([marketingEventId, counts]): MarketingCommand => {
      const [attended = 0, registered = 0, invited = 0] = counts.toSorted((one, other) => one - other);
      return { type: 'HoldMarketingEvent', data: { campaignId, marketingEventId, invited, registered, attended } };
    }),
  );

/** Content, published and downloaded. */
const reading = (campaignId: string): fc.Arbitrary<MarketingCommand> =>
  fc.oneof(
    thing.map((contentId): MarketingCommand => ({
      type: 'PublishContent',
      data: { campaignId, contentId, kind: 'whitePaper', title: 'Stocks' },
    })),
    fc.record({ downloadId: fc.uuid(), contentId: thing, day, count }).map((data): MarketingCommand => ({
      type: 'CountDownloads',
      data: { campaignId, byLeads: undefined, ...data },
    })),
  );

const launched = (campaignId: string): MarketingCommand => ({ type: 'LaunchCampaign', data: { campaignId } });

const later = (campaignId: string): fc.Arbitrary<MarketingCommand> =>
  fc.oneof(
    { weight: 3, arbitrary: spending(campaignId) },
    { weight: 5, arbitrary: meeting(campaignId) },
    { weight: 5, arbitrary: reading(campaignId) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<MarketingCommand>(
        launched(campaignId),
        { type: 'CloseCampaign', data: { campaignId } },
        { type: 'PublishCampaignReport', data: { campaignId, reportId: 'r', summary: 'well', claimedDocumentHash: undefined } },
      ),
    },
  );

const life = (campaignId: string): fc.Arbitrary<readonly Step[]> =>
  fc
    .tuple(fc.option(amount, { nil: undefined }), fc.boolean(), fc.array(later(campaignId), { maxLength: 14 }))
    .map(([budget, runs, more]) => {
      const plan: MarketingCommand = {
        type: 'PlanCampaign',
        data: { campaignId, name: 'Spring', channel: 'online', from: '2026-03-01', to: '2026-05-31', budget },
      };
      return [plan, ...(runs ? [launched(campaignId)] : []), ...more].map((command) => [campaignId, command] as const);
    });

/** Campaigns with whatever is done in them, interleaved. */
export const anyCampaigns = (): fc.Arbitrary<readonly Step[]> => interleaved(['spring', 'fair', 'autumn'].map(life));

/** The ledger that it leaves behind. */
export const playedCampaigns = (steps: readonly Step[]): Promise<SalesLedger> =>
  worked(steps, { decider: marketing, stream: (id) => `campaign-${id}`, circumstances: (_, id) => ({ caseId: `campaign-${id}` }) });
