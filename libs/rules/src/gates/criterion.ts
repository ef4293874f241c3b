import type { Instant } from '#eventsourcing';
import type { Bilingual } from '../bilingual.ts';
import type { CriterionId, Parameters } from './requirement.ts';

/** What a criterion finds. `evidence` are the ids of the events it rests on. */
export type Verdict =
  | { readonly result: 'met'; readonly evidence: readonly string[] }
  /** There is something, and it does not suffice; `because` is a code, `detail` names it. */
  | { readonly result: 'unmet'; readonly because: string; readonly detail?: Detail; readonly evidence: readonly string[] }
  /** There is nothing yet. */
  | { readonly result: 'missing'; readonly because?: string; readonly detail?: Detail }
  | { readonly result: 'notApplicable' };

export type Detail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The form of a parameter; `many` for a list of texts. */
export type ParameterForm = 'text' | 'many' | 'number' | 'flag';

/**
 * A named, versioned, pure predicate over the facts of one thing: a lead's or a deal's. It is never met by one command that merely asserts it: it
 * rests on what several commands have stated, or on bytes that the server received.
 */
export interface Criterion<F> {
  readonly name: string;
  readonly version: number;
  readonly title: Bilingual;
  /** The policy's lines that ask for it. */
  readonly policyLines: readonly number[];
  /** The parameters it takes, each with its form; one with `?` may be left out. */
  readonly parameters: Readonly<Record<string, ParameterForm | `${ParameterForm}?`>>;
  /** The commands that supply what is missing, in the order in which they would be given. */
  readonly suppliedBy: readonly string[];
  /** True for what nobody may override: signatures, approval of the exact content, self-approval. */
  readonly absolute?: boolean;
  readonly judge: (facts: F, parameters: Parameters, now: Instant) => Verdict;
}

export const criterionId = ({ name, version }: Pick<Criterion<never>, 'name' | 'version'>): CriterionId => `${name}/${version}`;

export const met = (evidence: readonly string[]): Verdict => ({ result: 'met', evidence });
export const missing = (because?: string, detail?: Detail): Verdict => ({
  result: 'missing',
  ...(because !== undefined && { because }),
  ...(detail && { detail }),
});
export const unmet = (because: string, evidence: readonly string[], detail?: Detail): Verdict => ({
  result: 'unmet',
  because,
  evidence,
  ...(detail && { detail }),
});
export const notApplicable: Verdict = { result: 'notApplicable' };

/** Criteria by id. */
export type Vocabulary<F> = ReadonlyMap<CriterionId, Criterion<F>>;

/** A vocabulary out of its criteria; one that is declared twice is a mistake. */
export const vocabularyOf = <F>(...criteria: readonly Criterion<F>[]): Vocabulary<F> => {
  const vocabulary = new Map(criteria.map((criterion) => [criterionId(criterion), criterion]));
  if (vocabulary.size !== criteria.length) throw new Error('a criterion is declared twice');
  return vocabulary;
};
