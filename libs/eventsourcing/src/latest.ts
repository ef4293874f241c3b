import { LRUCache } from 'lru-cache';
import { aggregateRepository, type Aggregate } from './aggregate.ts';
import type { Awaitable } from './awaitable.ts';
import type { Codec } from './codec.port.ts';
import type { Decider } from './decider.ts';
import type { EventStore } from './event-store.port.ts';
import type { CommandHandler } from './command-handler.ts';
import type { Command, DomainEvent, StreamId } from './message.ts';

/** Aggregates as they were a moment ago: for what is asked often and changes seldom. */
export interface Latest<S> {
  /** As of at most so long ago; as of now when asked for anew. */
  of(stream: StreamId, anew?: boolean): Awaitable<Aggregate<S>>;
  forget(stream: StreamId): void;
}

export interface LatestOptions {
  /** How long what was read is trusted, in milliseconds: how late the news of another process may be. */
  readonly ttl: number;
  /** How many aggregates are kept. */
  readonly max: number;
}

interface Reading<S> {
  readonly aggregate: Promise<Aggregate<S>>;
  /** Once it is there. */
  found?: Aggregate<S>;
}

/** Reads aggregates at most once in `ttl` milliseconds unless told of news. A reading begun before the news is not given to who asks after it. */
export const latest = <S, E extends DomainEvent>(
  store: Pick<EventStore, 'read'>,
  codec: Codec<E>,
  decider: Pick<Decider<S, never, E>, 'initialState' | 'evolve'>,
  { ttl, max }: LatestOptions,
): Latest<S> => {
  const repository = aggregateRepository<S, E>(store, codec, decider);
  // Looking at the clock costs less than a timer for each millisecond of which it need not be looked at again.
  const readings = new LRUCache<StreamId, Reading<S>>({ max, ttl, ttlResolution: 0 });
  const read = (stream: StreamId): Promise<Aggregate<S>> => {
    const reading: Reading<S> = { aggregate: repository.refresh(stream) };
    readings.set(stream, reading);
    reading.aggregate.then(
      (found) => (reading.found = found),
      () => readings.peek(stream) === reading && readings.delete(stream),
    );
    return reading.aggregate;
  };
  return {
    of: (stream, anew = false) => {
      const reading = anew ? undefined : readings.get(stream);
      return reading?.found ?? reading?.aggregate ?? read(stream);
    },
    forget: (stream) => void readings.delete(stream),
  };
};

/** Whoever answers from {@link Latest} readings, and has to be told of news. */
export interface Noticing {
  /** To be called after every command on the stream: whoever asks from then on is told of it. */
  noticed(stream: StreamId): void;
}

/** Tells of the stream once the command is answered, or its outcome is unknown. */
export const noticing =
  <C extends Command>(told: Noticing, handle: CommandHandler<C>): CommandHandler<C> =>
  async (request) => {
    try {
      return await handle(request);
    } finally {
      told.noticed(request.stream);
    }
  };
