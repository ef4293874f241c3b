import type { Codec, EventStore } from '#eventsourcing';
import { catalogue, eventCodec, type AnyEvent } from '#event-contracts';
import { EventStoreDbEventStore, InvalidConnectionString } from '#eventstoredb';
import type { ClosingStack } from '../closing-stack.ts';
import { StartFailure } from '../start-failure.ts';
import { watchedStore, type Telemetry } from '../telemetry.ts';
import { timeAndChance, type TimeAndChance } from '../time-and-chance.ts';
import type { Vault } from '../vault.ts';

/** Opens what has a connection string. Throws {@link StartFailure} when that cannot be one. */
export const withEventStoreUrl = <T>(open: () => T): T => {
  try {
    return open();
  } catch (error) {
    if (error instanceof InvalidConnectionString) throw new StartFailure(`EVENTSTORE_URL: ${error.message}`, { cause: error });
    throw error;
  }
};

export interface OpenedStore {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
}

/** EventStoreDB; connects at the first call. */
export const openEventStore = (
  url: string,
  { vault }: Vault,
  stack: ClosingStack,
  telemetry: Telemetry,
  { nonces }: Pick<TimeAndChance, 'nonces'> = timeAndChance,
): OpenedStore => {
  const store = withEventStoreUrl(() => new EventStoreDbEventStore(url));
  stack.push('event store', () => store.close());
  return { store: watchedStore(store, telemetry), codec: eventCodec<AnyEvent>(catalogue, vault, nonces) };
};
