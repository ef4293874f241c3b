import type { DealFacts } from './facts/deal-facts.ts';

type Priority = DealFacts['needs'][string]['data']['priority'];
type Match = DealFacts['solutionMatches'][string]['data']['matches'][number]['match'];

/** How much a need weighs in K26; default, not policy. */
const weights: Readonly<Record<Priority, number>> = { must: 3, should: 2, could: 1 };
/** Halves of a need that are covered; default, not policy. */
const halves: Readonly<Record<Match, number>> = { covered: 2, partly: 1, not: 0 };

/** K26: how much of the needs is covered, each by its weight, in hundredths of a percent, rounded down; 0 of no needs. */
export const matchScore = (needs: readonly { readonly priority: Priority; readonly match: Match }[]): number => {
  const most = needs.reduce((sum, { priority }) => sum + 2 * weights[priority], 0);
  const reached = needs.reduce((sum, { priority, match }) => sum + weights[priority] * halves[match], 0);
  return most === 0 ? 0 : Math.floor((10_000 * reached) / most);
};
