import type { Role } from '#event-contracts';

/** A criterion with its version, for example `needsConfirmed/1`. A version that was once used never changes its meaning and is never deleted. */
export type CriterionId = string;

/** What a criterion is asked with, for example `{ minor: 5_000_000 }`; what its schema allows. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One criterion as a definition asks for it. */
export interface CriterionUse {
  readonly criterion: CriterionId;
  readonly parameters?: Parameters;
}

/** One criterion that a gate asks for. */
export interface Asked extends CriterionUse {
  /** Who may let a deal or a lead pass without it, for a stated reason, unless it is their own; nobody when absent. */
  readonly override?: readonly Role[];
}

/** What a gate asks for. */
export type Requirement =
  | Asked
  /** Each of them. */
  | { readonly all: readonly Requirement[] }
  /** At least one of them. */
  | { readonly any: readonly Requirement[] }
  /** Only where a condition is met; not applicable elsewhere, and while it is not known whether it is met, `then` is asked for. */
  | { readonly when: CriterionUse; readonly then: Requirement };

/** Every criterion that a requirement names, conditions included. */
export const criteriaOf = (requirement: Requirement): readonly CriterionUse[] => {
  if ('criterion' in requirement) return [requirement];
  if ('all' in requirement) return requirement.all.flatMap(criteriaOf);
  if ('any' in requirement) return requirement.any.flatMap(criteriaOf);
  return [requirement.when, ...criteriaOf(requirement.then)];
};
