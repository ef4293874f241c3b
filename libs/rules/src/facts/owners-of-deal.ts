import { aggregateRepository, type Codec, type EventStore } from '#eventsourcing';
import { codecOf, type AnyEvent, type OpportunityEvent } from '#event-contracts';
import { dealFacts, type DealFacts } from './deal-facts.ts';

/** Everyone who ever owned the deal, as its own stream says now. */
export type OwnersOfDeal = (opportunityId: string) => Promise<readonly string[]>;

const folding = {
  initialState: undefined as DealFacts | undefined,
  evolve: dealFacts,
};

/**
 * Read from the deal's stream each time, so that no process has to carry it there first: who decides about a deal in another stream must not own it. A
 * deal that changes hands between this and the append is found out when the decision is noted in the deal.
 */
export const ownersOfDeal = (store: Pick<EventStore, 'read'>, codec: Codec<AnyEvent>): OwnersOfDeal => {
  const deals = aggregateRepository<DealFacts | undefined, OpportunityEvent>(store, codecOf<OpportunityEvent>(codec), folding);
  return async (opportunityId) => (await deals.refresh(`opportunity-${opportunityId}`)).state?.owners ?? [];
};
