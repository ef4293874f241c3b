import type { FeedEvent } from './feed-event.ts';
import { positionFrame } from './feed-event.ts';
import type { Feed } from './feed.ts';
import { passes, type FeedFilter } from './filter.ts';
import { encodeFeedPosition } from './position.ts';

/** Where a stream is written to: a connection, and what has not left it yet. */
export interface FeedSink {
  /** False: it has enough, and is given nothing before it has drained. */
  write(chunk: Buffer): boolean;
  /** Waits until it takes more; false when it did not within `ms`, or is gone. */
  drained(ms: number): Promise<boolean>;
}

export interface Following {
  readonly after: number;
  readonly filter: FeedFilter;
  readonly sink: FeedSink;
  /** Given when the reader is gone, or the server stops. */
  readonly signal: AbortSignal;
  /** After so long without a word something is said; ms. */
  readonly heartbeatMs: number;
  /** A reader that takes nothing for so long is given up; ms. */
  readonly stalledMs: number;
  /** Asked about once for each heartbeat: throws when the reader may no longer read. */
  readonly admit: () => Promise<void>;
}

/** Why it ended: the signal was given, or the reader took nothing any more. */
export type Ended = 'stopped' | 'stalled';

const retryFrame = Buffer.from('retry: 2000\n\n');
const heartbeat = Buffer.from(': heartbeat\n\n');
const chunkBytes = 32 * 1024;
/** After so many events that were not wanted, the reader is told how far it is. */
const toldAfter = 1_000;

/** Events in as few pieces as is sensible: what one write hands over is what a slow reader holds here. */
function* chunksOf(events: readonly FeedEvent[], filter: FeedFilter): Generator<Buffer> {
  let frames: Buffer[] = [];
  let bytes = 0;
  for (const event of events) {
    if (!passes(filter, event)) continue;
    const frame = event.frame();
    frames.push(frame);
    bytes += frame.length;
    if (bytes < chunkBytes) continue;
    yield Buffer.concat(frames);
    [frames, bytes] = [[], 0];
  }
  if (frames.length === 1 && frames[0]) yield frames[0];
  else if (frames.length > 0) yield Buffer.concat(frames);
}

class Stalled extends Error {
  override readonly name = 'Stalled';
}

/** Writes to a sink no faster than it drains. Throws {@link Stalled}. */
const writerTo = ({ sink, stalledMs, signal }: Following) => {
  let wroteAt = performance.now();
  return {
    silentMs: () => performance.now() - wroteAt,
    write: async (chunk: Buffer): Promise<void> => {
      if (signal.aborted) return;
      const enough = !sink.write(chunk);
      wroteAt = performance.now();
      if (enough && !(await sink.drained(stalledMs)) && !signal.aborted) throw new Stalled();
    },
  };
};

/** Throws when the reader may no longer read; asks no more often than so many ms. */
const readmission = ({ admit, heartbeatMs }: Following) => {
  let askedAt = performance.now();
  return async (): Promise<void> => {
    if (performance.now() - askedAt < heartbeatMs) return;
    askedAt = performance.now();
    await admit();
  };
};

const keepOn = async (feed: Feed, following: Following): Promise<void> => {
  const { filter, signal, heartbeatMs } = following;
  const { write, silentMs } = writerTo(following);
  const admitted = readmission(following);
  let position = following.after;
  let told = position;
  const tell = async (): Promise<void> => {
    told = position;
    await write(positionFrame(encodeFeedPosition({ ledgerId: feed.ledgerId, index: position })));
  };

  await write(retryFrame);
  // Before its first event too, a reader has a place to come back to.
  await tell();
  while (!signal.aborted) {
    await admitted();
    const seen = feed.growth.told();
    const { events, upTo, settled } = await feed.read(position, filter);
    for (const chunk of chunksOf(events, filter)) await write(chunk);
    position = upTo;
    told = events.findLast((event) => passes(filter, event))?.index ?? told;
    if (position - told >= toldAfter) await tell();
    if (settled) await feed.growth.since(seen, heartbeatMs - silentMs(), signal);
    if (silentMs() >= heartbeatMs) await (position > told ? tell() : write(heartbeat));
  }
};

/**
 * Sends a reader what it wants from its place on, as it comes, for as long as it takes it. Holds at most one batch for it. Throws what
 * reading the ledger throws, or what `admit` does: the reader comes back and is told then.
 */
export const follow = async (feed: Feed, following: Following): Promise<Ended> => {
  try {
    await keepOn(feed, following);
    return 'stopped';
  } catch (error) {
    if (error instanceof Stalled) return 'stalled';
    if (following.signal.aborted) return 'stopped';
    throw error;
  }
};
