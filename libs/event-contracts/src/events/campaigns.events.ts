import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { CalendarDate, Id, Line, Money, OneOf, open, openOptional, Prose, Sha256 } from '../fields.ts';

/** L218. */
export const campaignChannels = ['online', 'exhibition', 'advertising', 'contentMarketing', 'email', 'partner'] as const;
/** L19. */
export const contentKinds = ['blog', 'whitePaper', 'caseStudy', 'industryInsight', 'video', 'other'] as const;
/** L20, L104. */
export const marketingEventKinds = ['webinar', 'onlineEvent', 'offlineEvent', 'exhibition'] as const;
/** Where visitors of a site came from. */
export const trafficSources = ['direct', 'search', 'social', 'referral', 'paid', 'email', 'all'] as const;

const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });

/** Streams `campaign-{campaignId}`. */
export const campaigns = {
  CampaignPlanned: event('CampaignPlanned', {
    aggregate: 'campaign',
    description: 'A campaign was planned (L18, L218).',
    fields: {
      campaignId: open(Id),
      name: open(Line),
      channel: open(OneOf(...campaignChannels)),
      /** Day of the first and of the last activity. */
      from: open(CalendarDate),
      to: open(CalendarDate),
      budget: openOptional(Money),
    },
  }),
  CampaignLaunched: event('CampaignLaunched', {
    aggregate: 'campaign',
    description: 'A planned campaign began (L218).',
    fields: { campaignId: open(Id) },
  }),
  CampaignClosed: event('CampaignClosed', {
    aggregate: 'campaign',
    description: 'A campaign ended; what it cost may still become known.',
    fields: { campaignId: open(Id) },
  }),
  CampaignCostRecorded: event('CampaignCostRecorded', {
    aggregate: 'campaign',
    description: 'Something was spent on a campaign (L218, L228).',
    fields: {
      campaignId: open(Id),
      costId: open(Id),
      amount: open(Money),
      kind: open(OneOf('media', 'event', 'content', 'agency', 'staff', 'other')),
      incurredOn: open(CalendarDate),
    },
  }),
  MarketingEventPlanned: event('MarketingEventPlanned', {
    aggregate: 'campaign',
    description: 'An event of a campaign was planned, on line or on site (L20, L104).',
    fields: {
      campaignId: open(Id),
      marketingEventId: open(Id),
      name: open(Line),
      kind: open(OneOf(...marketingEventKinds)),
      on: open(CalendarDate),
    },
  }),
  MarketingEventHeld: event('MarketingEventHeld', {
    aggregate: 'campaign',
    description: 'A planned event took place (L20); which leads came is told in their own streams.',
    fields: { campaignId: open(Id), marketingEventId: open(Id), invited: open(Count), registered: open(Count), attended: open(Count) },
  }),
  ContentPublished: event('ContentPublished', {
    aggregate: 'campaign',
    description: 'Content of a campaign was published: an article, a white paper, a case study (L19).',
    fields: { campaignId: open(Id), contentId: open(Id), kind: open(OneOf(...contentKinds)), title: open(Line) },
  }),
  ContentDownloaded: event('ContentDownloaded', {
    aggregate: 'campaign',
    description: 'Published content was downloaded so many times on a day, by whoever it was (L19, L25).',
    fields: {
      campaignId: open(Id),
      /** Of the report that counts them: the same one is counted once. */
      downloadId: open(Id),
      contentId: open(Id),
      day: open(CalendarDate),
      count: open(Count),
      /** Those of them that a lead’s own stream tells of. */
      byLeads: openOptional(Count),
    },
  }),
  CampaignReportPublished: event('CampaignReportPublished', {
    aggregate: 'campaign',
    description: 'What a campaign brought and cost was reported (L226); the figures are counted from the campaign’s own events.',
    fields: {
      campaignId: open(Id),
      reportId: open(Id),
      summary: open(Prose),
      /** What was spent so far, by currency. */
      costs: open(Type.Array(Money)),
      downloads: open(Count),
      attended: open(Count),
      /** SHA-256 of a document that the server has not received: claimed, not proved. */
      claimedDocumentHash: openOptional(Sha256),
    },
  }),
};

/** Streams `website-{siteId}`. */
export const websites = {
  WebTrafficImported: event('WebTrafficImported', {
    aggregate: 'website',
    description: 'How many visits a site had on a day, as a web statistic says (L25).',
    fields: {
      siteId: open(Id),
      /** Made of the day and the source: each is counted once, a later count takes the earlier one’s place. */
      trafficId: open(Id),
      day: open(CalendarDate),
      source: open(OneOf(...trafficSources)),
      visits: open(Count),
      visitors: open(Count),
    },
  }),
};

/** Streams `partner-{partnerId}`. */
export const partners = {
  PartnerRegistered: event('PartnerRegistered', {
    aggregate: 'partner',
    description: 'A company that recommends customers was registered as a partner (L220).',
    fields: { partnerId: open(Id), name: open(Line), kind: open(OneOf('referral', 'reseller', 'agency', 'technology')) },
  }),
};
