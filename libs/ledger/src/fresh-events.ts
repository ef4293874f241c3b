import type { EventStore, SequencedEvent, SourcedEvent, StoredEvent } from '#eventsourcing';
import type { LedgerStep } from './ledger-store.port.ts';
import { leafHash } from './merkle.ts';

/** Events kept that are not sequenced yet: a batch of the relay. Beyond it, the oldest are forgotten. */
const MOST_KEPT = 2_000;

export interface FreshEvents {
  /** The same store; what is appended to it is kept until it is sequenced. */
  readonly keptFrom: (store: EventStore) => EventStore;
  /** To be told of each step of the ledger as soon as it is written. */
  readonly sequenced: (step: Pick<LedgerStep<SourcedEvent>, 'from' | 'events'>) => void;
}

const keyOf = ({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>): string => `${stream}@${revision}`;

/**
 * Hands on what one process has both appended and sequenced: whoever follows the ledger there need not read it back. Handed on are the steps of
 * which it has every event, and of each the very bytes, by their leaf; all others are to be read from the ledger, as everywhere else.
 */
export const freshEvents = (hand: (events: readonly SequencedEvent[]) => void): FreshEvents => {
  const kept = new Map<string, StoredEvent>();

  const keep = (events: readonly StoredEvent[]): void => {
    for (const event of events) kept.set(keyOf(event), event);
    for (const key of kept.keys()) {
      if (kept.size <= MOST_KEPT) return;
      kept.delete(key);
    }
  };

  const take = (sourced: SourcedEvent, index: number): SequencedEvent | undefined => {
    const key = keyOf(sourced);
    const event = kept.get(key);
    kept.delete(key);
    if (!event || !leafHash(event.entry).equals(sourced.leaf)) return undefined;
    const { stream, revision, caseId, entry, data, sealed } = event;
    return { index, stream, revision, caseId, leaf: sourced.leaf, entry, data, sealed };
  };

  return {
    keptFrom: (store) => ({
      append: async (events) => {
        const outcome = await store.append(events);
        if (outcome.outcome === 'committed') keep(events);
        return outcome;
      },
      read: (...wanted) => store.read(...wanted),
    }),
    sequenced: ({ from, events }) => {
      const known = events.flatMap((sourced, at) => take(sourced, from.frontier.size + at) ?? []);
      if (known.length === events.length) hand(known);
    },
  };
};
