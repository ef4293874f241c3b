import { FORWARDS, START, type AllStreamRecordedEvent, type Position } from '@eventstore/db-client';
import type { EventSource, SourceCursor, WholeSourcedEvent } from '#eventsourcing';
import { AppendHints } from './append-hints.ts';
import { collect, Connection } from './connection.ts';
import { leafOf, storedOf } from './stored-record.ts';

export interface EventStoreDbEventSourceOptions {
  /** The fixed stream prefix; default '' = all. */
  readonly prefix?: string;
  /** How long a read or a subscription may show no sign of life before it is given up and begun anew; ms, default 10,000. */
  readonly silence?: number;
  /** The pause before a lost subscription is opened again; it doubles with each failure. ms, default 50. */
  readonly firstPause?: number;
}

const cursorPattern = /^(\d{1,20}):(\d{1,20})$/;

/** The place in `$all` that a cursor names. Throws TypeError on anything else. */
export const positionOf = (cursor: SourceCursor): Position => {
  const [, commit, prepare] = cursorPattern.exec(cursor) ?? [];
  if (commit === undefined || prepare === undefined) throw new TypeError(`${JSON.stringify(cursor)} is no cursor of this source`);
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
};

const cursorOf = ({ commit, prepare }: Position): SourceCursor => `${commit}:${prepare}`;

const isAfter = (one: Position, other: Position): boolean =>
  one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);

/** Events read at once, at most, when those of others are passed over. */
const largestWindow = 500;

/**
 * `$all` of EventStoreDB or KurrentDB, whose order is the order of commits, read at the leader.
 *
 * A cursor is `commit:prepare` of an event that was received. Checkpoints of filtered subscriptions are none: they have pointed at events
 * that had not been delivered. This client cannot filter a read of `$all`, so events of other streams and of the server itself are read
 * too, and dropped here; how far that went is kept in memory, so that they are read once.
 *
 * An event of another program in a stream with the prefix makes every read fail with ForeignEvent until an operator has removed it. The
 * relay then tries again and again and tells why: it must not pass over what it cannot put into the ledger, and it need not be started
 * anew once the event is gone. The mark that the server sets at the end of a deleted stream is passed over: verification finds what it
 * means.
 */
export class EventStoreDbEventSource implements EventSource<WholeSourcedEvent> {
  readonly prefix: string;
  readonly #connection: Connection;
  readonly #hints: AppendHints;
  readonly #silence: number;
  #passed: { readonly after: SourceCursor | undefined; readonly position: Position } | undefined;

  constructor(connectionString: string, options: EventStoreDbEventSourceOptions = {}) {
    const { prefix = '', silence = 10_000, firstPause = 50 } = options;
    this.prefix = prefix;
    this.#silence = silence;
    this.#connection = new Connection(connectionString);
    this.#hints = new AppendHints(this.#connection, prefix, { silence, firstPause });
  }

  async readAfter(cursor: SourceCursor | undefined, limit: number): Promise<readonly WholeSourcedEvent[]> {
    const found: WholeSourcedEvent[] = [];
    let after = this.#startAfter(cursor);
    let window = limit + 1;
    while (found.length < limit) {
      const events = await this.#window(after, window);
      for (const event of events) if (isOurs(this.prefix, event)) found.push(sourced(event));
      after = events.at(-1)?.position ?? after;
      if (events.length < window - 1) break;
      window = Math.min(2 * window, largestWindow);
    }
    if (found.length === 0 && after) this.#passed = { after: cursor, position: after };
    return found.slice(0, limit);
  }

  /** Every event of streams with the prefix, in commit order, up to where nothing more is there. */
  async *readAll(prefix = this.prefix, after?: SourceCursor): AsyncGenerator<WholeSourcedEvent> {
    let position = after === undefined ? undefined : positionOf(after);
    for (;;) {
      const events = await this.#window(position, largestWindow);
      for (const event of events) if (isOurs(prefix, event)) yield sourced(event);
      if (events.length < largestWindow - 1) return;
      position = events.at(-1)?.position;
    }
  }

  onAppended(listener: () => void): () => void {
    return this.#hints.listen(listener);
  }

  /** Resolves when the leader answers; for readiness. */
  async ping(): Promise<void> {
    await this.#connection.ping();
  }

  async close(): Promise<void> {
    await this.#hints.close();
    await this.#connection.close();
  }

  #startAfter(cursor: SourceCursor | undefined): Position | undefined {
    if (this.#passed && this.#passed.after === cursor) return this.#passed.position;
    return cursor === undefined ? undefined : positionOf(cursor);
  }

  /** What follows a position; fewer than one less than `count` when that is all. A read begins with the event at the position itself. */
  async #window(after: Position | undefined, count: number): Promise<AllStreamRecordedEvent[]> {
    const options = { direction: FORWARDS, fromPosition: after ?? START, maxCount: count, requiresLeader: true } as const;
    const read = await this.#connection.call((client) => collect(client.readAll(options), this.#silence));
    return read.flatMap(({ event }) => (event && (!after || isAfter(event.position, after)) ? [event] : []));
  }
}

const isOurs = (prefix: string, { streamId, type }: AllStreamRecordedEvent): boolean =>
  !streamId.startsWith('$') && streamId.startsWith(prefix) && type !== '$streamDeleted';

/** Throws ForeignEvent. */
const sourced = (record: AllStreamRecordedEvent): WholeSourcedEvent => {
  const stored = storedOf(record);
  return { ...stored, cursor: cursorOf(record.position), leaf: leafOf(stored.entry) };
};
