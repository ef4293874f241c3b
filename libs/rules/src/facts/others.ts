import type { DealFacts } from './deal-facts.ts';
import type { Fact } from './gathering.ts';

/** Who stated something, and for whom. */
export const statersOf = ({ by, through }: Pick<Fact, 'by' | 'through'>): readonly string[] =>
  through === undefined ? [by] : [by, through];

/** Whether any of these stated it, themselves, for another, or through another. */
export const isStatedBy = (fact: Pick<Fact, 'by' | 'through'>, persons: readonly (string | null)[]): boolean =>
  statersOf(fact).some((stater) => persons.includes(stater));

/** Stated by someone other than whose deal it is now. */
export const isOthers = ({ ownerId }: Pick<DealFacts, 'ownerId'>, fact: Fact): boolean => !isStatedBy(fact, [ownerId]);
