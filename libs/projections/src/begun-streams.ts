import { LRUCache } from 'lru-cache';
import type { SequencedEvent, StreamId } from '#eventsourcing';

/**
 * Streams that a lane saw begin, and of which it has not needed a row yet: where each row is of one stream there is none, and the lane need
 * not look for it. Most streams begin with an event that most read models pass over.
 */
export interface BegunStreams {
  readonly see: (events: readonly SequencedEvent[]) => void;
  /** True once for each: from then on the lane itself knows what rows there are. */
  readonly take: (stream: StreamId) => boolean;
  /** Somebody else may have written since. */
  readonly forget: () => void;
}

/** Keeps `most` streams; what is forgotten is looked for, which is always right. */
export const begunStreams = (most: number): BegunStreams => {
  const begun = new LRUCache<StreamId, true>({ max: most });
  return {
    see: (events) => {
      for (const { stream, revision } of events) if (revision === 0) begun.set(stream, true);
    },
    take: (stream) => begun.delete(stream),
    forget: () => begun.clear(),
  };
};
