import { Type, type Static } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, OneOf, open, openOptional, Prose } from '../../fields.ts';

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

/** `id@version` of a form. */
const FormVersion = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9._-]*@[0-9]+$', maxLength: 100 });
/** A code of the form. */
const Element = Type.String({ pattern: '^[a-z][A-Za-z0-9]*$', maxLength: 60 });
const Count = Type.Integer({ minimum: 0, maximum: 1_000 });

/** What was found out about a deal by the questions of a sales method. */
export const qualification = {
  QualificationAnswered: event('QualificationAnswered', {
    aggregate: 'opportunity',
    description: 'A question of a sales method was answered for a deal (L30, L113, L230).',
    fields: {
      opportunityId: open(Id),
      /** `framework.element`, which tells one question from another. */
      question: open(Type.String({ pattern: '^[A-Z]+\\.[a-z][A-Za-z0-9]*$', maxLength: 80 })),
      framework: open(OneOf(...qualificationFrameworks)),
      form: open(FormVersion),
      element: open(Element),
      met: open(Type.Boolean()),
      answer: open(Prose),
      confidence: openOptional(OneOf('low', 'medium', 'high')),
      evidence: openOptional(Evidence),
    },
  }),
  QualificationAssessed: event('QualificationAssessed', {
    aggregate: 'opportunity',
    description: 'How far a deal is qualified by a sales method, counted from its answers (L113, L120).',
    fields: {
      opportunityId: open(Id),
      framework: open(OneOf(...qualificationFrameworks)),
      form: open(FormVersion),
      /** Questions of the form; of those, how many are answered, and how many are met on evidence. */
      questions: open(Count),
      answered: open(Count),
      proven: open(Count),
      /** `proven` of `questions`, percent. */
      score: open(Type.Integer({ minimum: 0, maximum: 100 })),
    },
  }),
};
