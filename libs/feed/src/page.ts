import type { FeedEvent } from './feed-event.ts';
import type { Batch, Feed } from './feed.ts';
import { passes, type FeedFilter } from './filter.ts';

export interface PageRequest {
  readonly after: number;
  readonly filter: FeedFilter;
  /** Events at most. */
  readonly limit: number;
  /** How long to wait for the first one. */
  readonly waitMs: number;
}

export interface FeedPage {
  readonly events: readonly FeedEvent[];
  /** The index after which the next page goes on. */
  readonly next: number;
  /** Whether it is worth asking for the next page at once. */
  readonly more: boolean;
}

/** A page ends before it has more than so many bytes, if it has any event. */
const pageBytes = 4 * 1024 * 1024;
/** Events looked at for one page: a filter that lets little through gets a short page rather than hold the request up. */
const lookedAt = 20_000;

interface Gathered {
  readonly events: FeedEvent[];
  bytes: number;
  next: number;
  seen: number;
  full: boolean;
}

/** Takes of a batch what fits; the place to go on is after the last event that was taken, or was not wanted. */
const gather = (page: Gathered, { events, upTo }: Batch, { filter, limit }: PageRequest): void => {
  for (const event of events) {
    if (passes(filter, event)) {
      const size = event.json().length;
      page.full = page.bytes > 0 && page.bytes + size > pageBytes;
      if (page.full) return;
      page.events.push(event);
      page.bytes += size;
    }
    page.next = event.index;
    page.full = page.events.length >= limit;
    if (page.full) return;
  }
  page.seen += events.length;
  page.next = upTo;
};

/** The next events that the filter lets through; where there are none yet, waits for them until the time is over or the signal given. */
export const nextPage = async (feed: Feed, request: PageRequest, signal: AbortSignal): Promise<FeedPage> => {
  const deadline = performance.now() + request.waitMs;
  const page: Gathered = { events: [], bytes: 0, next: request.after, seen: 0, full: false };
  for (;;) {
    const told = feed.growth.told();
    const batch = await feed.read(page.next, request.filter);
    gather(page, batch, request);
    const { events, next } = page;
    if (page.full || page.seen >= lookedAt) return { events, next, more: true };
    if (batch.more) continue;
    const left = deadline - performance.now();
    if (events.length > 0 || left <= 0 || signal.aborted) return { events, next, more: false };
    await feed.growth.since(told, left, signal);
  }
};
