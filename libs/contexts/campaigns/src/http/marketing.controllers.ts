import { campaigns, partners, websites } from '#event-contracts';
import { bodyOf, commandController } from '#platform/nest';
import { campaignStream, caseOfMarketing, partnerStream, websiteStream } from '../application/marketing.commands.ts';
import type { CampaignCommand, PlanCampaign } from '../domain/campaign.ts';
import type { ImportWebTraffic, MarketingCommand, RegisterPartner } from '../domain/marketing.decider.ts';
import { MarketingMessage } from './marketing.messages.ts';

const tag = 'marketing';

export const CampaignsController = commandController<MarketingCommand, (PlanCampaign | CampaignCommand)['type']>({
  ...{ name: 'Campaigns', tag, base: 'v1/campaigns', id: 'campaignId', Message: MarketingMessage },
  streamOf: campaignStream,
  caseOf: (id) => caseOfMarketing(campaignStream(id)),
  routes: {
    PlanCampaign: {
      path: 'plan',
      summary: 'A campaign is planned (L18, L218).',
      body: bodyOf(campaigns.CampaignPlanned.fields, 'campaignId'),
    },
    LaunchCampaign: { path: 'launch', summary: 'A planned campaign begins (L218).', body: {} },
    CloseCampaign: { path: 'close', summary: 'A campaign ends.', body: {} },
    RecordCampaignCost: {
      path: 'costs',
      summary: 'Something was spent on the campaign (L218, L228).',
      body: bodyOf(campaigns.CampaignCostRecorded.fields, 'campaignId', 'costId'),
      makes: { costId: 'campaign-cost' },
    },
    PlanMarketingEvent: {
      path: 'events',
      summary: 'An event of the campaign is planned, on line or on site (L20, L104).',
      body: bodyOf(campaigns.MarketingEventPlanned.fields, 'campaignId', 'marketingEventId'),
      makes: { marketingEventId: 'marketing-event' },
    },
    HoldMarketingEvent: {
      path: 'events/held',
      summary: 'A planned event took place, with so many invited, registered and there (L20, L25).',
      body: bodyOf(campaigns.MarketingEventHeld.fields, 'campaignId'),
    },
    PublishContent: {
      path: 'contents',
      summary: 'Content of the campaign is published (L19).',
      body: bodyOf(campaigns.ContentPublished.fields, 'campaignId', 'contentId'),
      makes: { contentId: 'content' },
    },
    CountDownloads: {
      path: 'downloads',
      summary: 'Published content was downloaded so many times on a day (L19, L25).',
      body: bodyOf(campaigns.ContentDownloaded.fields, 'campaignId', 'downloadId'),
      makes: { downloadId: 'downloads' },
    },
    PublishCampaignReport: {
      path: 'reports',
      summary: 'What the campaign brought and cost is reported; the figures are counted (L226).',
      body: bodyOf(campaigns.CampaignReportPublished.fields, 'campaignId', 'reportId', 'costs', 'downloads', 'attended'),
      makes: { reportId: 'campaign-report' },
    },
  },
});

export const WebsitesController = commandController<MarketingCommand, ImportWebTraffic['type']>({
  ...{ name: 'Websites', tag, base: 'v1/websites', id: 'siteId', Message: MarketingMessage },
  streamOf: websiteStream,
  caseOf: (id) => caseOfMarketing(websiteStream(id)),
  routes: {
    ImportWebTraffic: {
      path: 'traffic',
      summary: 'How many visits the site had on a day, from one source (L25); counted once, however often it is said.',
      body: bodyOf(websites.WebTrafficImported.fields, 'siteId', 'trafficId'),
    },
  },
});

export const PartnersController = commandController<MarketingCommand, RegisterPartner['type']>({
  ...{ name: 'Partners', tag, base: 'v1/partners', id: 'partnerId', Message: MarketingMessage },
  streamOf: partnerStream,
  caseOf: (id) => caseOfMarketing(partnerStream(id)),
  routes: {
    RegisterPartner: {
      path: 'register',
      summary: 'A company that recommends customers is registered as a partner (L220).',
      body: bodyOf(partners.PartnerRegistered.fields, 'partnerId'),
    },
  },
});
