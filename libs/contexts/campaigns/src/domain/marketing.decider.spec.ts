import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { marketing, type MarketingCommand } from './marketing.decider.ts';
import type { Data, Marketing, MarketingEvent } from './marketing.state.ts';

const { given } = specification(marketing);
const campaignId = 'c1';
const eur = (minor: number) => ({ minor, currency: 'EUR' });

const plan: Data<'CampaignPlanned'> = { campaignId, name: 'Spring', channel: 'online', from: '2026-03-01', to: '2026-04-30' };
const planned: MarketingEvent = { type: 'CampaignPlanned', data: plan };
const launched: MarketingEvent = { type: 'CampaignLaunched', data: { campaignId } };
const closed: MarketingEvent = { type: 'CampaignClosed', data: { campaignId } };
const cost = (costId: string, minor: number, currency = 'EUR'): MarketingEvent => ({
  type: 'CampaignCostRecorded',
  data: { campaignId, costId, amount: { minor, currency }, kind: 'media', incurredOn: '2026-03-05' },
});
const webinar: Data<'MarketingEventPlanned'> = { campaignId, marketingEventId: 'w1', name: 'Webinar', kind: 'webinar', on: '2026-03-20' };
const held: Data<'MarketingEventHeld'> = { campaignId, marketingEventId: 'w1', invited: 200, registered: 80, attended: 55 };
const paper: Data<'ContentPublished'> = { campaignId, contentId: 'p1', kind: 'whitePaper', title: 'Stocks' };
const downloads: Data<'ContentDownloaded'> = { campaignId, downloadId: 'd1', contentId: 'p1', day: '2026-03-06', count: 40, byLeads: 3 };

describe('a campaign (L18, L218)', () => {
  it('is planned, launched and closed, each once', () => {
    given().when({ type: 'PlanCampaign', data: plan }).then(planned);
    given(planned).when({ type: 'PlanCampaign', data: plan }).thenNothing();
    given(planned).when({ type: 'LaunchCampaign', data: { campaignId } }).then(launched);
    given(planned, launched).when({ type: 'LaunchCampaign', data: { campaignId } }).thenNothing();
    given(planned, launched).when({ type: 'CloseCampaign', data: { campaignId } }).then(closed);
    given(planned, launched, closed).when({ type: 'CloseCampaign', data: { campaignId } }).thenNothing();
  });
  it('does not end before it begins', () => {
    given()
      .when({ type: 'PlanCampaign', data: { ...plan, to: '2026-02-01' } })
      .thenRefused('PeriodReversed', { from: '2026-03-01', to: '2026-02-01' });
    given(planned).when({ type: 'CloseCampaign', data: { campaignId } }).thenRefused('CampaignNotLaunched');
  });
  it('is not planned otherwise, nor launched after its end, nor worked on before it is planned', () => {
    given(planned)
      .when({ type: 'PlanCampaign', data: { ...plan, name: 'Autumn' } })
      .thenRefused('CampaignAlreadyPlanned');
    given(planned, launched, closed).when({ type: 'LaunchCampaign', data: { campaignId } }).thenRefused('CampaignClosed');
    given().when({ type: 'LaunchCampaign', data: { campaignId } }).thenRefused('CampaignUnknown');
  });
  it('costs something, known even after its end (L228)', () =>
    given(planned, launched, closed)
      .when({ type: 'RecordCampaignCost', data: cost('k1', 5).data as Data<'CampaignCostRecorded'> })
      .then(cost('k1', 5)));
  it('costs no more than an amount can say', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const further = (minor: number) =>
      ({ type: 'RecordCampaignCost', data: cost('k2', minor).data as Data<'CampaignCostRecorded'> }) as const;
    given(planned, launched, cost('k1', most - 5))
      .when(further(5))
      .then(cost('k2', 5));
    given(planned, launched, cost('k1', most - 5))
      .when(further(6))
      .thenRefused('CostsTooLarge', { currency: 'EUR', recorded: most - 5, further: 6 });
  });
});

describe('content and events (L19, L20)', () => {
  it('are published while the campaign runs', () => {
    given(planned, launched).when({ type: 'PublishContent', data: paper }).then({ type: 'ContentPublished', data: paper });
    given(planned).when({ type: 'PublishContent', data: paper }).thenRefused('CampaignNotLaunched');
    given(planned, launched, closed).when({ type: 'PublishContent', data: paper }).thenRefused('CampaignClosed');
  });
  it('are held only when they were planned', () => {
    given(planned).when({ type: 'PlanMarketingEvent', data: webinar }).then({ type: 'MarketingEventPlanned', data: webinar });
    given(planned, launched).when({ type: 'HoldMarketingEvent', data: held }).thenRefused('NotOnFile');
    given(planned, { type: 'MarketingEventPlanned', data: webinar })
      .when({ type: 'HoldMarketingEvent', data: held })
      .then({ type: 'MarketingEventHeld', data: held });
  });
  it('count downloads of what was published, once', () => {
    const published = given(planned, launched, { type: 'ContentPublished', data: paper });
    published.when({ type: 'CountDownloads', data: downloads }).then({ type: 'ContentDownloaded', data: downloads });
    published
      .when({ type: 'CountDownloads', data: { ...downloads, byLeads: 41 } })
      .thenRefused('CountsContradict', { count: 40, byLeads: 41 });
    given(planned, launched).when({ type: 'CountDownloads', data: downloads }).thenRefused('NotOnFile');
  });
  it('are reported with what the campaign’s own events add up to (L226)', () =>
    given(
      ...[planned, launched, cost('k1', 5), cost('k2', 7), cost('k3', 1, 'CNY')],
      ...([
        { type: 'ContentPublished', data: paper },
        { type: 'ContentDownloaded', data: downloads },
        { type: 'MarketingEventPlanned', data: webinar },
        { type: 'MarketingEventHeld', data: held },
      ] satisfies MarketingEvent[]),
    )
      .when({ type: 'PublishCampaignReport', data: { campaignId, reportId: 'r1', summary: 'good' } })
      .then({
        type: 'CampaignReportPublished',
        data: { campaignId, reportId: 'r1', summary: 'good', costs: [eur(12), { minor: 1, currency: 'CNY' }], downloads: 40, attended: 55 },
      }));
});

describe('web traffic (L25)', () => {
  const day: Omit<Data<'WebTrafficImported'>, 'trafficId'> = {
    siteId: 'www',
    day: '2026-03-06',
    source: 'search',
    visits: 900,
    visitors: 700,
  };
  const imported = (visits = 900): MarketingEvent => ({
    type: 'WebTrafficImported',
    data: { ...day, visits, trafficId: '2026-03-06.search' },
  });
  it('is imported once for each site, day and source', () => {
    given().when({ type: 'ImportWebTraffic', data: day }).then(imported());
    given(imported()).when({ type: 'ImportWebTraffic', data: day }).thenNothing();
  });
  it('is corrected by a later count', () =>
    given(imported())
      .when({ type: 'ImportWebTraffic', data: { ...day, visits: 950 } })
      .then(imported(950)));
  it('has no more visitors than visits', () =>
    given()
      .when({ type: 'ImportWebTraffic', data: { ...day, visitors: 901 } })
      .thenRefused('CountsContradict', { visits: 900, visitors: 901 }));
});

describe('a partner (L220)', () => {
  const data: Data<'PartnerRegistered'> = { partnerId: 'p1', name: 'Example Consulting', kind: 'referral' };
  it('is registered once', () => {
    given().when({ type: 'RegisterPartner', data }).then({ type: 'PartnerRegistered', data });
    given({ type: 'PartnerRegistered', data }).when({ type: 'RegisterPartner', data }).thenNothing();
    given({ type: 'PartnerRegistered', data })
      .when({ type: 'RegisterPartner', data: { ...data, name: 'Other' } })
      .thenRefused('PartnerAlreadyRegistered', { partnerId: 'p1' });
  });
});

describe('any campaign', () => {
  const id = fc.constantFrom('x1', 'x2');
  const commands = fc.oneof(
    fc.constantFrom('2026-04-30', '2026-02-01').map((to) => ({ type: 'PlanCampaign', data: { ...plan, to } })),
    fc.constantFrom('LaunchCampaign', 'LaunchCampaign', 'CloseCampaign').map((type) => ({ type, data: { campaignId } })),
    fc.tuple(id, fc.nat(2)).map(([costId, minor]) => ({ type: 'RecordCampaignCost', data: { ...cost(costId, minor).data } })),
    id.map((marketingEventId) => ({ type: 'PlanMarketingEvent', data: { ...webinar, marketingEventId } })),
    id.map((marketingEventId) => ({ type: 'HoldMarketingEvent', data: { ...held, marketingEventId } })),
    id.map((contentId) => ({ type: 'PublishContent', data: { ...paper, contentId } })),
    fc
      .tuple(id, fc.constantFrom(1, 41))
      .map(([contentId, byLeads]) => ({ type: 'CountDownloads', data: { ...downloads, contentId, byLeads } })),
    id.map((reportId) => ({ type: 'PublishCampaignReport', data: { campaignId, reportId, summary: 's' } })),
  );
  const moves = commands.map(
    (command): Move<Marketing, MarketingCommand> =>
      () =>
        command as MarketingCommand,
  );
  deciderProperties(marketing, moves, {
    reached: [
      ...['CampaignPlanned', 'CampaignLaunched', 'CampaignClosed', 'CampaignCostRecorded', 'MarketingEventPlanned', 'MarketingEventHeld'],
      ...['ContentPublished', 'ContentDownloaded', 'CampaignReportPublished'],
      ...['CampaignUnknown', 'CampaignAlreadyPlanned', 'CampaignNotLaunched', 'PeriodReversed', 'CountsContradict'],
      ...['StatedOtherwise', 'NotOnFile'],
    ],
  });
});
