import { Type, type Static } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { FormQuestion, FormQuestions, FormVersion } from '../shared.ts';

export const qualificationFrameworks = ['BANT', 'MEDDIC', 'MEDDPICC', 'SPIN'] as const;

/** What a statement rests on: activities and documents of the deal, and who of the customer said so. */
export const Evidence = Type.Object(
  {
    activityIds: Type.Optional(Type.Array(Id)),
    documentIds: Type.Optional(Type.Array(Id)),
    stakeholderIds: Type.Optional(Type.Array(Id)),
  },
  { additionalProperties: false },
);
export type Evidence = Static<typeof Evidence>;

const meddic = ['metrics', 'economicBuyer', 'decisionCriteria', 'decisionProcess', 'identifyPain', 'champion'];
/** What each method asked before forms were data. */
const askedBefore: Readonly<Record<string, readonly string[]>> = {
  BANT: ['budget', 'authority', 'need', 'timeline'],
  MEDDIC: meddic,
  MEDDPICC: [...meddic, 'paperProcess', 'competition'],
  SPIN: ['situation', 'problem', 'implication', 'needPayoff'],
};
const Count = Type.Integer({ minimum: 0, maximum: 1_000 });

/** What was found out about a deal by the questions of a sales method. */
export const qualification = {
  QualificationAnswered: event('QualificationAnswered', {
    aggregate: 'opportunity',
    description: 'A question of a sales method was answered for a deal, by the form that was in force (L30, L113, L230).',
    version: 2,
    // Before forms were data: their questions came with the program.
    upcasters: { 1: (data) => ({ ...data, asks: askedBefore[String(data['framework'])] ?? [] }) },
    fields: {
      opportunityId: open(Id),
      /** `framework.element`, which tells one question from another. */
      question: open(Type.String({ pattern: '^[A-Z]+\\.[a-z][A-Za-z0-9]*$', maxLength: 80 })),
      framework: open(OneOf(...qualificationFrameworks)),
      form: open(FormVersion),
      element: open(FormQuestion),
      /** All that the form asks: what the deal is judged by until a question is answered by another form. */
      asks: open(FormQuestions),
      met: open(Type.Boolean()),
      answer: open(Prose),
      confidence: openOptional(OneOf('low', 'medium', 'high')),
      evidence: openOptional(Evidence),
    },
  }),
  QualificationAssessed: event('QualificationAssessed', {
    aggregate: 'opportunity',
    description: 'How far a deal is qualified by a sales method, counted from its answers (L113, L120).',
    version: 2,
    // Before forms were data, and their questions weighed.
    upcasters: { 1: (data) => data },
    fields: {
      opportunityId: open(Id),
      framework: open(OneOf(...qualificationFrameworks)),
      form: open(FormVersion),
      /** Questions of the form; of those, how many are answered, and how many are met on evidence. */
      questions: open(Count),
      answered: open(Count),
      proven: open(Count),
      /** What the questions that are proven weigh of all, percent; all weighed the same before forms were data. */
      score: open(Type.Integer({ minimum: 0, maximum: 100 })),
    },
  }),
};
