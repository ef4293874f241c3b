import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { Evidence } from './qualification.events.ts';

export const needKinds = ['business', 'technical'] as const;
/** How much depends on a need; default, not policy. */
export const needPriorities = ['must', 'should', 'could'] as const;

const Version = Type.Integer({ minimum: 1 });
/** Percent, 0 to 100. */
const Percent = Type.Integer({ minimum: 0, maximum: 100 });

/** Who took part in a conversation: the customer's people, and colleagues with the role in which they came. */
const Participants = Type.Object(
  {
    stakeholderIds: Type.Array(Id),
    colleagues: Type.Array(Type.Object({ userId: Id, role: Id }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

/** What the customer needs: how it was researched, what it said, what the analysis came to. */
export const needs = {
  NeedsResearchSessionHeld: event('NeedsResearchSessionHeld', {
    aggregate: 'opportunity',
    description: 'The customer was asked about its needs: one round of interviews or a meeting, on its site or not (L125, L244, L251).',
    fields: {
      opportunityId: open(Id),
      sessionId: open(Id),
      round: open(Type.Integer({ minimum: 1, maximum: 100 })),
      onsite: open(Type.Boolean()),
      participants: open(Participants),
      /** The questionnaire or outline that led the conversation. */
      questionnaireId: openOptional(Id),
      minutesDocumentId: openOptional(Id),
    },
  }),
  NeedRecorded: event('NeedRecorded', {
    aggregate: 'opportunity',
    description: 'A need of the customer was recorded, or stated anew in another version (L27, L34, L35, L249).',
    fields: {
      opportunityId: open(Id),
      needId: open(Id),
      /** 1 for the first wording of this need. */
      version: open(Version),
      statement: open(Prose),
      kind: open(OneOf(...needKinds)),
      priority: open(OneOf(...needPriorities)),
    },
  }),
  NeedConfirmed: event('NeedConfirmed', {
    aggregate: 'opportunity',
    description: 'Somebody of the customer’s said that a need is what it needs, in the wording of that version (L27, L35, L125).',
    fields: {
      opportunityId: open(Id),
      needId: open(Id),
      version: open(Version),
      byStakeholderId: open(Id),
      evidence: open(Evidence),
    },
  }),
  TechnicalNeedConfirmed: event('TechnicalNeedConfirmed', {
    aggregate: 'opportunity',
    description: 'Presales looked into a technical need, and confirmed it in the wording of that version (L34).',
    fields: {
      opportunityId: open(Id),
      needId: open(Id),
      version: open(Version),
      /** The role in which it was confirmed. */
      role: open(Id),
      note: openOptional(Prose),
    },
  }),
  NeedsAnalysisReportSubmitted: event('NeedsAnalysisReportSubmitted', {
    aggregate: 'opportunity',
    description: 'The report on the analysis of needs was handed in (L133, L249, L252).',
    fields: {
      opportunityId: open(Id),
      reportId: open(Id),
      /** 1 for the first, counted over the report. */
      version: open(Version),
      documentId: open(Id),
    },
  }),
  NeedsAnalysisReportReviewed: event('NeedsAnalysisReportReviewed', {
    aggregate: 'opportunity',
    description: 'Someone other than who handed the report in judged how complete and how accurate it is (L253).',
    fields: {
      opportunityId: open(Id),
      reportId: open(Id),
      version: open(Version),
      outcome: open(OneOf('accepted', 'sentBack')),
      completeness: open(Percent),
      accuracy: open(Percent),
      findings: openOptional(Prose),
    },
  }),
};
