import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Instant, Line, OneOf, open, openOptional, Prose } from '../../fields.ts';

export const activityTypes = ['call', 'meeting', 'visit', 'email', 'message', 'demo', 'workshop', 'event', 'other'] as const;

const Ids = Type.Array(Id);

/** What was done with the customer. It names people by their ids only: who they are stands, sealed, where they were identified. */
const activity = {
  opportunityId: open(Id),
  activityId: open(Id),
  type: open(OneOf(...activityTypes)),
  purpose: open(Line),
  heldAt: open(Instant),
  /** The first formal meeting with the customer (L112). */
  firstFormal: openOptional(Type.Boolean()),
  /** Who took part for the customer, and of ours. */
  stakeholderIds: openOptional(Ids),
  userIds: openOptional(Ids),
  outcome: openOptional(Prose),
  /** How well it went, 1 to 5 (L37). */
  rating: openOptional(Type.Integer({ minimum: 1, maximum: 5 })),
  durationMinutes: openOptional(Type.Integer({ minimum: 1, maximum: 10_080 })),
  minutesDocumentId: openOptional(Id),
};

/** Activities that concern a deal stand in its own stream: gates weigh them. */
export const activities = {
  ActivityLogged: event('ActivityLogged', {
    aggregate: 'opportunity',
    description: 'Someone was in touch with the customer of a deal (L29, L35, L112).',
    fields: activity,
  }),
  ActivityCorrected: event('ActivityCorrected', {
    aggregate: 'opportunity',
    description: 'What was logged of an activity is corrected: it was as stated here (L35).',
    fields: { ...activity, reason: open(Line) },
  }),
  DealInsightShared: event('DealInsightShared', {
    aggregate: 'opportunity',
    description: 'An insight into its business was shared with the customer of a deal (L8, L22).',
    fields: {
      opportunityId: open(Id),
      insightId: open(Id),
      topic: open(Line),
      stakeholderIds: openOptional(Ids),
      activityId: openOptional(Id),
    },
  }),
  ReferenceCaseShared: event('ReferenceCaseShared', {
    aggregate: 'opportunity',
    description: 'The customer was shown how another one succeeded (L33).',
    fields: {
      opportunityId: open(Id),
      sharingId: open(Id),
      /** Of the case in the library of references. */
      referenceCaseId: open(Id),
      title: open(Line),
      /** Where it was told, and what was handed over. */
      activityId: openOptional(Id),
      documentId: openOptional(Id),
    },
  }),
};
