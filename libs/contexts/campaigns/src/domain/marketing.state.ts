import type { Command, Decision, RecordedEvent } from '#eventsourcing';
import type { CampaignEvent, PartnerEvent, WebsiteEvent } from '#event-contracts';
import { gatheredNothing, gathering, kindsOf, statingOf, type ChapterOf, type Gathered } from '#rules';

export type MarketingEvent = CampaignEvent | WebsiteEvent | PartnerEvent;
export type Data<T extends MarketingEvent['type']> = Extract<MarketingEvent, { type: T }>['data'];

/** What is known of a campaign, a site or a partner; each event with the field that tells one fact of its kind from another. */
const kinds = kindsOf<MarketingEvent>()({
  costs: ['CampaignCostRecorded', 'costId'],
  plannedEvents: ['MarketingEventPlanned', 'marketingEventId'],
  heldEvents: ['MarketingEventHeld', 'marketingEventId'],
  contents: ['ContentPublished', 'contentId'],
  downloads: ['ContentDownloaded', 'downloadId'],
  reports: ['CampaignReportPublished', 'reportId'],
  traffic: ['WebTrafficImported', 'trafficId'],
});

export type Facts = Gathered<MarketingEvent, typeof kinds>;

export interface Campaign {
  readonly kind: 'campaign';
  readonly status: 'planned' | 'launched' | 'closed';
  readonly plan: Data<'CampaignPlanned'>;
  readonly facts: Facts;
}
export interface Website {
  readonly kind: 'website';
  readonly facts: Facts;
}
export interface Partner {
  readonly kind: 'partner';
  readonly registered: Data<'PartnerRegistered'>;
}
export type Marketing = { readonly kind: 'unknown' } | Campaign | Website | Partner;

export type MarketingRefusal =
  | 'CampaignUnknown'
  | 'CampaignAlreadyPlanned'
  | 'CampaignNotLaunched'
  | 'CampaignClosed'
  | 'PeriodReversed'
  | 'CountsContradict'
  | 'CostsTooLarge'
  | 'PartnerAlreadyRegistered'
  | 'StatedOtherwise'
  | 'NotOnFile';

export type Outcome = Decision<MarketingEvent, MarketingRefusal>;

/** Commands on a campaign that was planned. */
export type Chapter<C extends Command> = ChapterOf<C, Campaign, undefined, Outcome>;

export const stating = statingOf<Campaign, undefined, MarketingEvent, MarketingRefusal>();

export const noFacts: Facts = gatheredNothing<MarketingEvent, typeof kinds>(kinds);

const gather = gathering<MarketingEvent, typeof kinds>(kinds);

export const gathered = (facts: Facts, event: RecordedEvent<MarketingEvent>): Facts => gather(facts, event);
