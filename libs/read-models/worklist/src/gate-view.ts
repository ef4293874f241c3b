import { shortfall, type Bilingual, type CriterionResult, type Detail, type GateResult, type Parameters, type Vocabulary } from '#rules';
import { whoMay, whoMayOverride, type Crew, type Overriding, type WhoMay } from './who-may.ts';

/** A command that supplies what a criterion lacks, and who may give it. */
export interface Supply extends WhoMay {
  readonly command: string;
}

/** One criterion of a gate, as people are told of it. */
export interface CriterionView {
  readonly criterion: string;
  readonly title: Bilingual;
  /** The policy's lines that ask for it. */
  readonly policyLines: readonly number[];
  readonly parameters: Parameters;
  readonly result: CriterionResult['result'];
  /** True where it is not met and not asked for any more: another way was taken. */
  readonly spared: boolean;
  /** A code for why it is not met. */
  readonly because: string | null;
  readonly detail: Detail | null;
  /** Ids of the events it rests on. */
  readonly evidence: readonly string[];
  /** What would supply it, in the order in which it would be given; nothing for what is met. */
  readonly suppliedBy: readonly Supply[];
  /** Who may let the thing pass without it. */
  readonly overridableBy: WhoMay;
}

/** Tells of the criteria of a gate to whoever looks at the thing; `overriding` is the command that lets it pass without one. */
export const criterionViews =
  <F>(vocabulary: Vocabulary<F>, crew: Crew, overriding: Overriding) =>
  ({
    criterion,
    parameters,
    result,
    spared = false,
    because,
    detail,
    evidence,
    suppliedBy,
    overridableBy,
  }: CriterionResult): CriterionView => {
    const { title, policyLines } = vocabulary.get(criterion)!;
    return {
      ...{ criterion, title, policyLines, parameters, result, spared, evidence },
      because: because ?? null,
      detail: detail ?? null,
      suppliedBy: suppliedBy.map((command) => ({ command, ...whoMay(command, crew) })),
      overridableBy: whoMayOverride(overriding, overridableBy, crew),
    };
  };

/** What a gate still needs. */
export const needsOf = (gate: GateResult): readonly CriterionResult[] => (gate.passed ? [] : shortfall(gate));
