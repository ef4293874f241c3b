import type { Instant } from '#eventsourcing';
import type { Role } from '#event-contracts';
import type { Criterion, Detail, Verdict, Vocabulary } from './criterion.ts';
import type { Asked, CriterionId, CriterionUse, Parameters, Requirement } from './requirement.ts';

/** What became of one criterion at a gate. */
export interface CriterionResult {
  readonly criterion: CriterionId;
  readonly parameters: Parameters;
  readonly result: Verdict['result'] | 'overridden';
  /** Ids of the events it rests on. */
  readonly evidence: readonly string[];
  readonly because?: string;
  readonly detail?: Detail;
  /** What would supply it, for what is missing or unmet. */
  readonly suppliedBy: readonly string[];
  /** Who may override it; nobody when empty. */
  readonly overridableBy: readonly Role[];
  /** True where it is neither met nor asked for any more: another way of the same `any` is. */
  readonly spared?: boolean;
}

export interface GateResult {
  readonly passed: boolean;
  /** One for each criterion that the gate asks for, in the order of the definition. */
  readonly results: readonly CriterionResult[];
}

/** What a gate is evaluated on. */
export interface GateFacts<F> {
  readonly vocabulary: Vocabulary<F>;
  readonly facts: F;
  readonly now: Instant;
  /** The event that overrode a criterion at this gate; nothing for one that was not. */
  readonly overriddenBy: (criterion: CriterionId) => string | undefined;
}

type Judged = GateResult & { readonly applies: boolean };

const judged = <F>({ criterion: id, parameters = {} }: CriterionUse, { vocabulary, facts, now }: GateFacts<F>) => {
  const criterion = vocabulary.get(id);
  if (!criterion) throw new Error(`the criterion ${id} is not in the vocabulary`);
  return { criterion, parameters, verdict: criterion.judge(facts, parameters, now) };
};

const resultOf = (
  { override = [], criterion: id }: Asked,
  { suppliedBy }: Pick<Criterion<never>, 'suppliedBy'>,
  parameters: Parameters,
  verdict: Verdict,
): CriterionResult => {
  const open = verdict.result === 'missing' || verdict.result === 'unmet';
  return {
    criterion: id,
    parameters,
    result: verdict.result,
    evidence: 'evidence' in verdict ? verdict.evidence : [],
    ...('because' in verdict && verdict.because !== undefined && { because: verdict.because }),
    ...('detail' in verdict && verdict.detail && { detail: verdict.detail }),
    suppliedBy: open ? suppliedBy : [],
    overridableBy: open ? override : [],
  };
};

const one = <F>(asked: Asked, given: GateFacts<F>): Judged => {
  const { criterion, parameters, verdict } = judged(asked, given);
  const result = resultOf(asked, criterion, parameters, verdict);
  const open = verdict.result === 'missing' || verdict.result === 'unmet';
  const overriding = open ? given.overriddenBy(asked.criterion) : undefined;
  if (overriding === undefined) return { passed: !open, applies: verdict.result !== 'notApplicable', results: [result] };
  return { passed: true, applies: true, results: [{ ...result, result: 'overridden', evidence: [...result.evidence, overriding] }] };
};

const together = (parts: readonly Judged[], passed: boolean): Judged => ({
  passed,
  applies: parts.some(({ applies }) => applies),
  results: parts.flatMap(({ results }) => results),
});

const isLacking = ({ result }: CriterionResult): boolean => result === 'missing' || result === 'unmet';

/** Another way was taken. */
const spared = (judgement: Judged): Judged => ({
  ...judgement,
  results: judgement.results.map((result) => (isLacking(result) ? { ...result, spared: true } : result)),
});

/** Asked for nowhere: its criteria are told as not applicable. */
const aside = (judgement: Judged): Judged => ({
  passed: true,
  applies: false,
  results: judgement.results.map(({ criterion, parameters }) => ({
    ...{ criterion, parameters, result: 'notApplicable' as const },
    ...{ evidence: [], suppliedBy: [], overridableBy: [] },
  })),
});

const judge = <F>(requirement: Requirement, given: GateFacts<F>): Judged => {
  if ('criterion' in requirement) return one(requirement, given);
  if ('all' in requirement) {
    const parts = requirement.all.map((part) => judge(part, given));
    return together(
      parts,
      parts.every(({ passed }) => passed),
    );
  }
  if ('any' in requirement) {
    const parts = requirement.any.map((part) => judge(part, given));
    // What does not apply meets nothing in the place of what does.
    const applying = parts.filter(({ applies }) => applies);
    const passed = applying.length === 0 || applying.some((part) => part.passed);
    return together(passed ? parts.map(spared) : parts, passed);
  }
  const then = judge(requirement.then, given);
  const condition = judged(requirement.when, given).verdict.result;
  return condition === 'unmet' || condition === 'notApplicable' ? aside(then) : then;
};

/** Evaluates what a gate asks for; without a requirement every deal passes it. */
export const evaluateGate = <F>(requirement: Requirement | undefined, given: GateFacts<F>): GateResult => {
  if (!requirement) return { passed: true, results: [] };
  const { passed, results } = judge(requirement, given);
  return { passed, results };
};

/** What is neither met nor overridden, of a gate that was not passed. In an `any` that none of its ways meets, each of them is named. */
export const shortfall = ({ results }: GateResult): readonly CriterionResult[] =>
  results.filter((result) => isLacking(result) && result.spared !== true);
