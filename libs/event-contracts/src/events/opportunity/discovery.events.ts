import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Line, OneOf, open, openOptional, Prose } from '../../fields.ts';

const Percent = Type.Integer({ minimum: 0, maximum: 100 });
const Ids = Type.Array(Id);
const QuestionAnswered = Type.Object({ question: Line, answer: Prose }, { additionalProperties: false });

/** What was found out about the customer. */
export const discovery = {
  PainPointRecorded: event('PainPointRecorded', {
    aggregate: 'opportunity',
    description: 'A pain of the customer was recorded (L8, L21, L114, L233).',
    fields: {
      opportunityId: open(Id),
      painPointId: open(Id),
      description: open(Prose),
      /** General: of its industry; specific: of this customer. */
      scope: open(OneOf('general', 'specific')),
      /** What it costs the customer, as it says. */
      impact: openOptional(Prose),
    },
  }),
  BusinessObjectiveRecorded: event('BusinessObjectiveRecorded', {
    aggregate: 'opportunity',
    description: 'What the customer wants to reach was recorded (L8, L114, L245).',
    fields: {
      opportunityId: open(Id),
      objectiveId: open(Id),
      description: open(Prose),
      measure: openOptional(Line),
    },
  }),
  ChallengeStated: event('ChallengeStated', {
    aggregate: 'opportunity',
    description: 'The customer said what it is up against, and what it wants to come of it (L245).',
    fields: {
      opportunityId: open(Id),
      challengeId: open(Id),
      statement: open(Prose),
      desiredEffect: openOptional(Prose),
      activityId: openOptional(Id),
      stakeholderId: openOptional(Id),
    },
  }),
  CurrentSolutionRecorded: event('CurrentSolutionRecorded', {
    aggregate: 'opportunity',
    description: 'What the customer uses today, and where it falls short (L115, L246).',
    fields: {
      opportunityId: open(Id),
      solutionId: open(Id),
      description: open(Prose),
      vendor: openOptional(Line),
      deficiencies: open(Type.Array(Prose)),
    },
  }),
  DealPurchaseIntentAssessed: event('DealPurchaseIntentAssessed', {
    aggregate: 'opportunity',
    description: 'How much the customer of a deal wants to buy, and by when (L234).',
    fields: {
      opportunityId: open(Id),
      intent: open(OneOf('high', 'medium', 'low', 'none')),
      reasons: open(Prose),
      decisionExpectedBy: openOptional(CalendarDate),
    },
  }),
  FitAssessed: event('FitAssessed', {
    aggregate: 'opportunity',
    description: 'How well our products and services fit what the customer suffers from and wants to reach (L116).',
    fields: {
      opportunityId: open(Id),
      phase: open(OneOf('preliminary', 'detailed')),
      /** Percent. */
      score: open(Percent),
      reasons: open(Prose),
      /** What was compared. */
      painPointIds: openOptional(Ids),
      objectiveIds: openOptional(Ids),
    },
  }),
  ProcurementProcessRecorded: event('ProcurementProcessRecorded', {
    aggregate: 'opportunity',
    description: 'How the customer buys: its steps, where the money comes from, who approves (L248).',
    fields: {
      opportunityId: open(Id),
      steps: open(Type.Array(Line)),
      budgetSource: open(Line),
      /** By position, never by name. */
      approvalAuthority: open(Prose),
      /** Stakeholders who approve, in order. */
      approverIds: openOptional(Ids),
    },
  }),
  QuestionnaireAnswered: event('QuestionnaireAnswered', {
    aggregate: 'opportunity',
    description: 'The customer answered a questionnaire or the outline of an interview (L251).',
    fields: {
      opportunityId: open(Id),
      questionnaireId: open(Id),
      /** The standard form, as `id@version`. */
      form: openOptional(Line),
      answers: open(Type.Array(QuestionAnswered)),
      stakeholderId: openOptional(Id),
      documentId: openOptional(Id),
    },
  }),
};
