import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { CalendarDate, Id, Instant, Line, Money, OneOf, open, openOptional, personal, Prose } from '../fields.ts';

/** L101, L218–L222. */
export const leadSources = ['campaign', 'web', 'inboundCall', 'referral', 'partner', 'selfSourced', 'event'] as const;
export const contactChannels = ['call', 'email', 'meeting', 'visit', 'im'] as const;
/** L236: the reason is stated. */
export const disqualificationReasons = [
  'noBudget',
  'noAuthority',
  'noNeed',
  'badTiming',
  'notTarget',
  'unreachable',
  'duplicate',
  'invalidSource',
  'other',
] as const;
/** L105 MQL, L107 SQL, L208 prospect. */
export const qualificationLevels = ['MQL', 'SQL', 'prospect'] as const;

const companySize = Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'employees' });

/** One answer of BANT (L230, L234). */
const BantAnswer = Type.Object({ met: Type.Boolean(), answer: Prose }, { additionalProperties: false });

/** What is absent was not answered. */
export const Bant = Type.Partial(
  Type.Object({ budget: BantAnswer, authority: BantAnswer, need: BantAnswer, timeline: BantAnswer }, { additionalProperties: false }),
);

/** Streams `lead-{leadId}`. */
export const leads = {
  LeadCaptured: event('LeadCaptured', {
    aggregate: 'lead',
    description: 'A potential customer became known (L101, L102, L223).',
    fields: {
      leadId: open(Id),
      source: open(OneOf(...leadSources)),
      company: open(Line),
      industry: openOptional(Line),
      companySize: openOptional(companySize),
      need: openOptional(Prose),
      campaignId: openOptional(Id),
      /** The person's id, under whose key the details below are sealed. */
      contactId: open(Id),
      contactName: personal('contactId', Line),
      email: personal('contactId', Line),
      phone: personal('contactId', Line),
    },
  }),
  LeadEnriched: event('LeadEnriched', {
    aggregate: 'lead',
    description: 'What is known of a lead was completed or corrected (L102).',
    fields: {
      leadId: open(Id),
      changes: open(
        Type.Array(
          Type.Object(
            {
              field: OneOf('company', 'industry', 'companySize', 'need'),
              from: Type.Union([Type.String(), Type.Integer(), Type.Null()]),
              to: Type.Union([Type.String(), Type.Integer()]),
            },
            { additionalProperties: false },
          ),
        ),
      ),
      contactId: open(Id),
      contactName: personal('contactId', Line),
      email: personal('contactId', Line),
      phone: personal('contactId', Line),
    },
  }),
  LeadAssigned: event('LeadAssigned', {
    aggregate: 'lead',
    description: 'Someone became answerable for a lead, and is to contact it in time (L232).',
    version: 2,
    fields: {
      leadId: open(Id),
      from: open(Type.Union([Id, Type.Null()])),
      to: open(Id),
      /** By when the first contact is due; absent where no time was set, as before version 2. */
      contactDueAt: openOptional(Instant),
    },
    upcasters: { 1: (data) => data },
  }),
  LeadContacted: event('LeadContacted', {
    aggregate: 'lead',
    description: 'The assignee was in touch with the lead (L232, L233).',
    fields: {
      leadId: open(Id),
      channel: open(OneOf(...contactChannels)),
      direction: open(OneOf('outbound', 'inbound')),
      /** True for the first contact since the lead was assigned to this person (K14). */
      first: open(Type.Boolean()),
      effective: open(Type.Boolean()),
      contactId: open(Id),
      note: personal('contactId', Prose),
    },
  }),
  FirstContactSlaBreached: event('FirstContactSlaBreached', {
    aggregate: 'lead',
    description: 'Nobody had contacted an assigned lead when it was due (L232).',
    fields: { leadId: open(Id), assigneeId: open(Id), dueAt: open(Instant) },
  }),
  LeadQualified: event('LeadQualified', {
    aggregate: 'lead',
    description: 'A lead reached a level of qualification, on BANT answers (L105, L107, L113, L208, L234).',
    fields: {
      leadId: open(Id),
      from: open(Type.Union([OneOf(...qualificationLevels), Type.Null()])),
      as: open(OneOf(...qualificationLevels)),
      bant: open(Bant),
    },
  }),
  LeadDisqualified: event('LeadDisqualified', {
    aggregate: 'lead',
    description: 'A lead is not pursued, for a stated reason (L236).',
    fields: {
      leadId: open(Id),
      reason: open(OneOf(...disqualificationReasons)),
      contactId: open(Id),
      note: personal('contactId', Prose),
    },
  }),
  LeadConverted: event('LeadConverted', {
    aggregate: 'lead',
    description: 'A qualified lead became an opportunity of the same case (L118).',
    fields: {
      leadId: open(Id),
      opportunityId: open(Id),
      name: open(Line),
      company: open(Line),
      contactId: open(Id),
      ownerId: open(Id),
      expectedAmount: open(Money),
      expectedSigningDate: open(CalendarDate),
    },
  }),
};
