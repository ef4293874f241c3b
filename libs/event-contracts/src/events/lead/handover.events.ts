import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Instant, OneOf, open, openOptional, personal, Prose } from '../../fields.ts';
import { ProcessVersion } from '../shared.ts';
import { contactChannels, qualificationLevels, returnReasons } from './codes.ts';

const Level = Type.Union([OneOf(...qualificationLevels), Type.Null()]);
const IdOrNobody = Type.Union([Id, Type.Null()]);

/** By which rule someone was chosen, out of whom: each with how many open leads they had, and when they were last given one. */
const Routing = Type.Object(
  {
    rules: ProcessVersion,
    rule: Id,
    candidates: Type.Array(
      Type.Object(
        { userId: Id, load: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), lastGivenAt: Type.Optional(Instant) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** By when the first contact is due; absent where no time was set. */
const contactDueAt = openOptional(Instant);

/** Who is answerable for a lead, and how it passes from marketing to sales and back. */
export const leadHandover = {
  LeadAssigned: event('LeadAssigned', {
    aggregate: 'lead',
    description: 'Someone became answerable for a lead, and is to contact it in time (L24, L105, L232).',
    version: 3,
    // Before version 2 no time was set; before version 3 nobody was chosen by rules.
    upcasters: { 1: (data) => data, 2: (data) => data },
    fields: { leadId: open(Id), from: open(IdOrNobody), to: open(Id), contactDueAt, routing: openOptional(Routing) },
  }),
  LeadReassigned: event('LeadReassigned', {
    aggregate: 'lead',
    description: 'A lead that was not contacted in time was given to someone else (L232).',
    fields: {
      leadId: open(Id),
      from: open(Id),
      to: open(Id),
      /** When the contact that was missed had been due. */
      missedDueAt: open(Instant),
      contactDueAt,
      routing: openOptional(Routing),
    },
  }),
  LeadReclaimed: event('LeadReclaimed', {
    aggregate: 'lead',
    description: 'A lead that was not contacted in time went back to the pool, where it is nobody’s (L232).',
    fields: { leadId: open(Id), from: open(Id), missedDueAt: open(Instant) },
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
    version: 2,
    // Before leads went back to the pool by themselves.
    upcasters: { 1: (data) => data },
    fields: {
      leadId: open(Id),
      assigneeId: open(Id),
      dueAt: open(Instant),
      /** When it goes back to the pool, unless it is contacted or given to someone else before. */
      reclaimAt: openOptional(Instant),
    },
  }),
  LeadHandedOver: event('LeadHandedOver', {
    aggregate: 'lead',
    description: 'Marketing handed a qualified lead over to sales, with a description of its need (L105, L107).',
    version: 2,
    // Before times were set.
    upcasters: { 1: (data) => data },
    fields: {
      leadId: open(Id),
      from: open(Id),
      to: open(Id),
      brief: open(Prose),
      /** By when sales is to have accepted or rejected it. */
      acceptDueAt: openOptional(Instant),
    },
  }),
  LeadAcceptanceOverdue: event('LeadAcceptanceOverdue', {
    aggregate: 'lead',
    description: 'Sales had neither accepted nor rejected what it was handed when it was to have answered (L107, L236).',
    fields: { leadId: open(Id), from: open(Id), to: open(Id), handedOverAt: open(Instant), dueAt: open(Instant) },
  }),
  LeadSalesAccepted: event('LeadSalesAccepted', {
    aggregate: 'lead',
    description: 'Sales took over what it was handed: description of the need, contacts and score (L107).',
    fields: {
      leadId: open(Id),
      by: open(Id),
      brief: open(Prose),
      /** Ids of the persons. */
      contacts: open(Type.Array(Id)),
      /** The last score; null where it was never scored. */
      score: open(Type.Union([Type.Integer({ minimum: 0, maximum: 10_000_000 }), Type.Null()])),
    },
  }),
  LeadSalesRejected: event('LeadSalesRejected', {
    aggregate: 'lead',
    description: 'Sales did not take over what it was handed, for a stated reason; the lead is marketing’s again (L107, L236).',
    fields: {
      leadId: open(Id),
      by: open(Id),
      reason: open(OneOf(...returnReasons)),
      contactId: open(Id),
      note: personal('contactId', Prose),
    },
  }),
  LeadReturnedToMarketing: event('LeadReturnedToMarketing', {
    aggregate: 'lead',
    description: 'A lead that does not meet the conditions went back to marketing, for a stated reason (L236).',
    fields: {
      leadId: open(Id),
      from: open(Id),
      reason: open(OneOf(...returnReasons)),
      levelFrom: open(Level),
      levelTo: open(Level),
      contactId: open(Id),
      note: personal('contactId', Prose),
    },
  }),
};
