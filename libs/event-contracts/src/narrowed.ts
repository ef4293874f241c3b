import type { Codec } from '#eventsourcing';
import type { AnyEvent } from './events/index.ts';

/** The one codec as an aggregate's handler sees it: its streams hold the events of its own only. */
export const codecOf = <E extends AnyEvent>(codec: Codec<AnyEvent>): Codec<E> => codec as unknown as Codec<E>;
