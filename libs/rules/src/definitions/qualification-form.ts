import { Type, type Static } from '@sinclair/typebox';
import { Code, closed, head, Named, Told, type DeepReadonly } from './fields.ts';
import { repeatedCodes, type Fault } from './fault.ts';

/** What each method asks about; a form of it has these elements, and may have more. */
export const frameworks = {
  BANT: ['budget', 'authority', 'need', 'timeline'],
  MEDDIC: ['metrics', 'economicBuyer', 'decisionCriteria', 'decisionProcess', 'identifyPain', 'champion'],
  MEDDPICC: [
    ...(['metrics', 'economicBuyer', 'decisionCriteria', 'decisionProcess'] as const),
    ...(['paperProcess', 'identifyPain', 'champion', 'competition'] as const),
  ],
  SPIN: ['situation', 'problem', 'implication', 'needPayoff'],
} as const;
export type Framework = keyof typeof frameworks;

const Element = Type.Object(
  {
    code: Code,
    name: Named,
    /** What is asked to find it out. */
    question: Told,
    /** Whether the answer has to be good, or only known. */
    mustBeMet: Type.Boolean(),
    /** Its part of the whole, against the other elements'. */
    weight: Type.Integer({ minimum: 0, maximum: 1_000 }),
  },
  closed,
);

/** A form for one method of qualifying (L30, L113, L230). */
export const qualificationFormSchema = Type.Object(
  {
    ...head,
    framework: Type.Union((['BANT', 'MEDDIC', 'MEDDPICC', 'SPIN'] as const).map((framework) => Type.Literal(framework))),
    elements: Type.Array(Element, { minItems: 1, maxItems: 100 }),
  },
  closed,
);
export type QualificationFormContents = DeepReadonly<Static<typeof qualificationFormSchema>>;

export const qualificationFormFaults = ({ id, framework, elements }: QualificationFormContents): readonly Fault[] => {
  const codes = elements.map(({ code }) => code);
  const names = frameworks[framework].filter((code) => !codes.includes(code));
  return [
    ...repeatedCodes('elements', elements),
    // The form of a method is found by the method's name.
    ...(id !== framework && id in frameworks ? [{ rule: 'FormOfAnotherMethod', at: 'framework', names: [framework] } as const] : []),
    ...(names.length > 0 ? [{ rule: 'FrameworkIncomplete', at: 'elements', names } as const] : []),
  ];
};
