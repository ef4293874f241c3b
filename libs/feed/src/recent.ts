import type { FeedEvent } from './feed-event.ts';

/** The newest events that anybody has read, one after another without a hole, as many as fit. */
export interface Recent {
  /** Whether it goes on from this index: has it, or ends just before it. */
  reaches(index: number): boolean;
  /** The index after its last. */
  end(): number;
  /** From an index that it reaches, at most `limit`. */
  from(index: number, limit: number): readonly FeedEvent[];
  /** Takes what was read from an index on; what it has already is passed over. Where that begins beyond its end, it takes the place of everything. */
  add(from: number, events: readonly FeedEvent[]): void;
  /** Of all that it holds. */
  weight(): number;
}

/** Holds at most so many bytes. */
export const recentEvents = (bytes: number): Recent => {
  let events: FeedEvent[] = [];
  let end = 0;
  let weight = 0;

  const forget = (): void => {
    let leave = 0;
    for (; weight > bytes; leave += 1) weight -= events[leave]?.weight ?? 0;
    events = events.slice(leave);
  };

  return {
    reaches: (index) => index >= end - events.length && index <= end,
    end: () => end,
    from: (index, limit) => {
      const at = index - (end - events.length);
      return events.slice(at, at + limit);
    },
    add: (from, more) => {
      if (from > end) [events, weight, end] = [[], 0, from];
      for (const event of more) {
        if (event.index < end) continue;
        events.push(event);
        weight += event.weight;
        end += 1;
      }
      if (weight > bytes) forget();
    },
    weight: () => weight,
  };
};
