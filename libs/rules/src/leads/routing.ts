import type { Instant } from '#eventsourcing';
import type { AssignmentRulesContents } from '../definitions/assignment-rules.ts';
import type { LeadFacts } from '../facts/lead-facts.ts';

export type AssignmentRule = AssignmentRulesContents['rules'][number];

/** Someone whom a rule may give a lead to, with the work that they have. */
export interface Candidate {
  readonly userId: string;
  /** How many open leads. */
  readonly load: number;
  /** When they were last given one. */
  readonly lastGivenAt?: Instant;
}

const holds = (values: readonly string[] | undefined, value: string | undefined): boolean =>
  values === undefined || (value !== undefined && values.includes(value));

/** Whether a rule gives a lead to whoever covers its territory. */
export const goesByTerritory = ({ to }: AssignmentRule): boolean => 'covers' in to;

const fits = (rule: AssignmentRule, { profile, captured }: LeadFacts): boolean => {
  const { territory, industry, source, segment } = rule.when;
  if (goesByTerritory(rule) && profile.territory === undefined) return false;
  return (
    holds(territory, profile.territory) &&
    holds(industry, profile.industry) &&
    holds(source, captured.source) &&
    holds(segment, profile.segment)
  );
};

/** The first rule that fits a lead; nothing when it is to be given out by hand. */
export const assignmentRuleFor = ({ rules }: AssignmentRulesContents, facts: LeadFacts): AssignmentRule | undefined =>
  rules.find((rule) => fits(rule, facts));

const byName = (one: Candidate, other: Candidate): number => (one.userId < other.userId ? -1 : 1);

const byLoad = (one: Candidate, other: Candidate): number => one.load - other.load || byName(one, other);

/** Whoever was never given one comes first. */
const byTurn = (one: Candidate, other: Candidate): number => {
  const [first, second] = [one.lastGivenAt ?? '', other.lastGivenAt ?? ''];
  if (first === second) return byLoad(one, other);
  return first < second ? -1 : 1;
};

/** Of those who have room for more, whom the rule names or who cover the territory, who has the least to do, or whose turn it is; of equals the first by id. Nobody when none has room. */
export const chosenBy = (
  { to }: AssignmentRule,
  candidates: readonly Candidate[],
  capacity = Number.POSITIVE_INFINITY,
): Candidate | undefined => {
  const free = candidates.filter(({ load }) => load < capacity);
  const [first] = free.toSorted('by' in to && to.by === 'roundRobin' ? byTurn : byLoad);
  return first;
};
