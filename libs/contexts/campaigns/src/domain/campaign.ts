import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { Money } from '#event-contracts';
import { listed, onFile, present, same, type Fact, type Given } from '#rules';
import { stating, type Campaign, type Chapter, type Data, type MarketingRefusal, type Outcome } from './marketing.state.ts';

/** L18, L218. */
export type PlanCampaign = Command<'PlanCampaign', Given<Data<'CampaignPlanned'>>>;
export type LaunchCampaign = Command<'LaunchCampaign', { readonly campaignId: string }>;
export type CloseCampaign = Command<'CloseCampaign', { readonly campaignId: string }>;
/** L218, L228. What became known late is recorded after the end too. */
export type RecordCampaignCost = Command<'RecordCampaignCost', Given<Data<'CampaignCostRecorded'>>>;
/** L20, L104. */
export type PlanMarketingEvent = Command<'PlanMarketingEvent', Given<Data<'MarketingEventPlanned'>>>;
/** L20, L25. */
export type HoldMarketingEvent = Command<'HoldMarketingEvent', Given<Data<'MarketingEventHeld'>>>;
/** L19. */
export type PublishContent = Command<'PublishContent', Given<Data<'ContentPublished'>>>;
/** L19, L25. */
export type CountDownloads = Command<'CountDownloads', Given<Data<'ContentDownloaded'>>>;
/** L226. The figures are not given: they are counted. */
export type PublishCampaignReport = Command<
  'PublishCampaignReport',
  Given<Pick<Data<'CampaignReportPublished'>, 'campaignId' | 'reportId' | 'summary' | 'claimedDocumentHash'>>
>;

export type CampaignCommand =
  | LaunchCampaign
  | CloseCampaign
  | RecordCampaignCost
  | PlanMarketingEvent
  | HoldMarketingEvent
  | PublishContent
  | CountDownloads
  | PublishCampaignReport;

export const plan = (given: PlanCampaign['data'], campaign: Campaign | undefined): Outcome => {
  const planned = present(given);
  if (campaign) {
    const { campaignId } = given;
    return same(planned, campaign.plan) ? accept() : refuse('CampaignAlreadyPlanned', { campaignId }, ['plan it under an id of its own']);
  }
  const { from, to } = given;
  return to < from
    ? refuse('PeriodReversed', { from, to }, ['let it end after it begins'])
    : accept({ type: 'CampaignPlanned', data: planned });
};

const launch = ({ campaignId }: LaunchCampaign['data'], { status }: Campaign): Outcome => {
  if (status === 'closed') return refuse('CampaignClosed', {}, ['PlanCampaign']);
  return status === 'launched' ? accept() : accept({ type: 'CampaignLaunched', data: { campaignId } });
};

const close = ({ campaignId }: CloseCampaign['data'], { status }: Campaign): Outcome => {
  if (status === 'planned') return notLaunched();
  return status === 'closed' ? accept() : accept({ type: 'CampaignClosed', data: { campaignId } });
};

const notLaunched = (): Refusal<MarketingRefusal> => refuse('CampaignNotLaunched', {}, ['LaunchCampaign']);

/** What reaches the public does so while the campaign runs. */
const running = ({ status }: Campaign): Refusal<MarketingRefusal> | undefined => {
  if (status === 'planned') return notLaunched();
  return status === 'closed' ? refuse('CampaignClosed', {}, ['PlanCampaign']) : undefined;
};

const contradict = (counts: Readonly<Record<string, number>>): Refusal<MarketingRefusal> =>
  refuse('CountsContradict', counts, ['correct the counts']);

const byCurrency = (costs: readonly Fact<Data<'CampaignCostRecorded'>>[]): Money[] => {
  const sums = new Map<string, number>();
  for (const { data } of costs) sums.set(data.amount.currency, (sums.get(data.amount.currency) ?? 0) + data.amount.minor);
  return [...sums].map(([currency, minor]) => ({ minor, currency }));
};

/** A report sums them up, and the largest amount that is kept is 2^53−1 minor units. */
const summable = ({ amount }: Data<'CampaignCostRecorded'>, { facts }: Campaign): Refusal<MarketingRefusal> | undefined => {
  const before = byCurrency(listed(facts.costs)).find(({ currency }) => currency === amount.currency)?.minor ?? 0;
  if (Number.isSafeInteger(before + amount.minor)) return undefined;
  return refuse('CostsTooLarge', { currency: amount.currency, recorded: before, further: amount.minor }, ['correct the amount']);
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const report = (given: PublishCampaignReport['data'], { facts }: Campaign): Outcome => {
  const { campaignId, reportId, summary, claimedDocumentHash } = given;
  const stated = { campaignId, reportId, summary, ...present({ claimedDocumentHash }) };
  const earlier = facts.reports[reportId]?.data;
  if (earlier) {
    const { costs, downloads, attended, ...said } = earlier;
    return same(said, stated) ? accept() : refuse('StatedOtherwise', { reportId }, ['publish it under an id of its own']);
  }
  const counted = {
    costs: byCurrency(listed(facts.costs)),
    downloads: sum(listed(facts.downloads).map(({ data }) => data.count)),
    attended: sum(listed(facts.heldEvents).map(({ data }) => data.attended)),
  };
  return accept({ type: 'CampaignReportPublished', data: { ...stated, ...counted } });
};

/** What marketing does to become known, and what it costs and brings (L18–L20, L218, L226, L228). */
export const campaignWork: Chapter<CampaignCommand> = {
  LaunchCampaign: launch,
  CloseCampaign: close,
  RecordCampaignCost: stating('CampaignCostRecorded', { among: ({ facts }) => facts.costs, id: 'costId', check: summable }),
  PlanMarketingEvent: stating('MarketingEventPlanned', {
    among: ({ facts }) => facts.plannedEvents,
    id: 'marketingEventId',
    revisable: true,
    check: (_, { status }) => (status === 'closed' ? refuse('CampaignClosed', {}, ['PlanCampaign']) : undefined),
  }),
  HoldMarketingEvent: stating('MarketingEventHeld', {
    among: ({ facts }) => facts.heldEvents,
    id: 'marketingEventId',
    check: ({ marketingEventId }, { facts }) => onFile('marketing event', facts.plannedEvents, [marketingEventId], 'PlanMarketingEvent'),
  }),
  PublishContent: stating('ContentPublished', {
    among: ({ facts }) => facts.contents,
    id: 'contentId',
    check: (_, campaign) => running(campaign),
  }),
  CountDownloads: stating('ContentDownloaded', {
    among: ({ facts }) => facts.downloads,
    id: 'downloadId',
    check: ({ contentId, count, byLeads = 0 }, { facts }) =>
      onFile('content', facts.contents, [contentId], 'PublishContent') ?? (byLeads > count ? contradict({ count, byLeads }) : undefined),
  }),
  PublishCampaignReport: report,
};
