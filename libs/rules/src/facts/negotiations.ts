import type { DealFacts } from './deal-facts.ts';
import { listed } from './gathering.ts';

type Negotiations = Pick<DealFacts, 'negotiations' | 'negotiationNotes'>;

/** What of a negotiation a deal notes: a later note of the same takes an earlier one's place. */
export type NotedAspect = 'strategy' | 'terms' | 'risks';

export const noteIdOf = (negotiationId: string, aspect: NotedAspect): string => `${negotiationId}.${aspect}`;

/** The negotiation that counts: the one that was entered last. */
export const latestNegotiation = ({ negotiations }: Pick<Negotiations, 'negotiations'>): DealFacts['negotiations'][string] | undefined =>
  listed(negotiations).at(-1);

export const negotiationNote = (
  { negotiationNotes }: Pick<Negotiations, 'negotiationNotes'>,
  negotiationId: string,
  aspect: NotedAspect,
): DealFacts['negotiationNotes'][string] | undefined => negotiationNotes[noteIdOf(negotiationId, aspect)];
