import type { DealFacts } from './deal-facts.ts';
import { listed } from './gathering.ts';

/** Who works on a deal beside its owner, and in which role (L11, L93). */
export const dealTeamOf = ({ teamJoinings, teamLeavings }: Pick<DealFacts, 'teamJoinings' | 'teamLeavings'>) =>
  listed(teamJoinings).filter(({ revision, data }) => revision > (teamLeavings[data.userId]?.revision ?? -1));

export const memberIdsOf = (facts: Pick<DealFacts, 'teamJoinings' | 'teamLeavings'>): readonly string[] =>
  dealTeamOf(facts).map(({ data }) => data.userId);
