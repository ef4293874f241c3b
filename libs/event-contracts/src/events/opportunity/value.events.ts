import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Line, Money, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { Evidence } from './qualification.events.ts';

/** What a customer gives its opinion on. */
export const feedbackSubjects = ['solution', 'demo', 'poc', 'proposal', 'other'] as const;

const Version = Type.Integer({ minimum: 1 });
/** Money that may be owed: below zero where costs exceed benefits. */
const Balance = Type.Object(
  {
    minor: Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  { additionalProperties: false },
);

/** What the customer says of what it was offered, and what it is worth to it. */
export const value = {
  CustomerFeedbackReceived: event('CustomerFeedbackReceived', {
    aggregate: 'opportunity',
    description: 'Somebody of the customer’s said what they think of a solution, a demonstration, a proposal (L130, L133, L261, L265).',
    fields: {
      opportunityId: open(Id),
      feedbackId: open(Id),
      subject: open(OneOf(...feedbackSubjects)),
      /** Which one; absent only for `other`. */
      subjectId: openOptional(Id),
      subjectVersion: openOptional(Version),
      /** From -2, against it, to 2, all for it. */
      sentiment: open(Type.Integer({ minimum: -2, maximum: 2 })),
      /** What the customer wants kept or changed. */
      summary: openOptional(Prose),
      fromStakeholderId: open(Id),
      evidence: open(Evidence),
    },
  }),
  FeedbackAddressed: event('FeedbackAddressed', {
    aggregate: 'opportunity',
    description: 'A version of a solution, made after the feedback, answers it (L130, L262).',
    fields: { opportunityId: open(Id), feedbackId: open(Id), solutionId: open(Id), solutionVersion: open(Version) },
  }),
  ValuePointRecorded: event('ValuePointRecorded', {
    aggregate: 'opportunity',
    description: 'What of the solution is worth something to the customer, and how that could be measured (L7, L9, L131).',
    fields: { opportunityId: open(Id), valuePointId: open(Id), description: open(Prose), measure: openOptional(Line) },
  }),
  SolutionValueAcknowledged: event('SolutionValueAcknowledged', {
    aggregate: 'opportunity',
    description: 'Somebody of the customer’s agreed that a version of a solution has this value for it (L131).',
    fields: {
      opportunityId: open(Id),
      acknowledgementId: open(Id),
      solutionId: open(Id),
      version: open(Version),
      valuePointIds: open(Type.Array(Id)),
      byStakeholderId: open(Id),
      evidence: open(Evidence),
    },
  }),
  RoiAnalysisCompleted: event('RoiAnalysisCompleted', {
    aggregate: 'opportunity',
    description: 'What the customer invests was set against what it gains; the results are computed by the server (L9, L42, L138).',
    fields: {
      opportunityId: open(Id),
      roiId: open(Id),
      investment: open(Money),
      /** Of each year within the horizon, the first first; the last may be a part of a year. */
      years: open(Type.Array(Type.Object({ benefits: Money, costs: Money }, { additionalProperties: false }))),
      horizonMonths: open(Type.Integer({ minimum: 1, maximum: 240 })),
      /** All benefits less all costs less the investment. */
      net: open(Balance),
      /** Net of investment and costs, in hundredths of a percent, rounded down. */
      roiBasisPoints: open(Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })),
      /** The first month by whose end the investment is regained; absent when it is not within the horizon. */
      paybackMonths: openOptional(Type.Integer({ minimum: 0, maximum: 240 })),
      documentId: openOptional(Id),
    },
  }),
};
