import type pg from 'pg';
import {
  appendable,
  StoreUnavailable,
  unpackSealed,
  type AppendOutcome,
  type EventStore,
  type StoredEvent,
  type StreamId,
} from '#eventsourcing';
import { AppendLane } from './append-lane.ts';
import { byIndexOnly, type Append } from './append-statement.ts';
import { GroupCommit, type Batchable } from './group-commit.ts';
import { createPool } from './pool.ts';

export interface PostgresEventStoreOptions {
  /** Shown in `pg_stat_activity`; default `dealtrail store`. */
  readonly applicationName?: string;
  /**
   * Batches of appends under way at once, each on a connection of its own; default 1. With two, batches are half as large and each commit
   * writes to the same disk: on two cores 16 clients append a fifth less.
   */
  readonly lanes?: number;
  /** Connections for reading streams. */
  readonly readers?: number;
  /** A batch is closed at so many events. */
  readonly maxEvents?: number;
  /** A batch is closed at so many bytes. */
  readonly maxBytes?: number;
}

interface Wanted {
  readonly stream: StreamId;
  readonly from: number;
}

interface Row {
  /** Place in the batch, from 1. */
  readonly at: number;
  readonly revision: number;
  readonly case_id: string;
  readonly entry: Buffer;
  readonly data: Buffer;
  readonly sealed: Buffer | null;
}

const readStreams = `
  select wanted.at::integer as at, event.* from unnest($1::text[], $2::integer[]) with ordinality as wanted (stream, from_revision, at)
  cross join lateral (
    select revision, case_id, entry, data, sealed from dealtrail.events
    where stream = wanted.stream and revision >= wanted.from_revision) as event
  order by wanted.at, event.revision`;

/** As many as may share one round trip: a stream that is long makes others wait. */
const mostReads = 100;

/**
 * Streams in the table `dealtrail.events` of a migrated database. Appends that wait together share one statement, one round trip and one
 * commit, each with its own outcome; the order of appends to one stream is kept. Reads that wait together share a round trip too.
 */
export class PostgresEventStore implements EventStore {
  readonly #lanes: readonly AppendLane[];
  readonly #commits: GroupCommit<Append & Batchable, AppendOutcome>;
  readonly #readers: pg.Pool;
  readonly #reads: GroupCommit<Wanted & Batchable, readonly StoredEvent[]>;
  readonly #listeners = new Set<(together: number) => void>();
  #closed = false;
  #asked = 0;

  constructor(connectionString: string, options: PostgresEventStoreOptions = {}) {
    const { applicationName = 'dealtrail store', lanes = 1, readers = 4, maxEvents = 500, maxBytes = 4_000_000 } = options;
    this.#lanes = Array.from({ length: lanes }, () => new AppendLane(connectionString, applicationName));
    this.#readers = createPool(connectionString, { applicationName, max: readers, settings: byIndexOnly });
    this.#reads = new GroupCommit({ lanes: readers, maxCount: mostReads, maxBytes: Infinity, run: (_, batch) => this.#readAll(batch) });
    this.#commits = new GroupCommit({ lanes, maxCount: maxEvents, maxBytes, run: (lane, batch) => this.#run(lane, batch) });
  }

  async append(events: readonly StoredEvent[]): Promise<AppendOutcome> {
    const { stream, caseId, first } = appendable(events);
    if (this.#closed) throw new StoreUnavailable('the event store is closed; nothing was written');
    return this.#commits.submit({ stream, caseId, first, events, key: stream, count: events.length, bytes: weight(events) });
  }

  /** Each under a key of its own: unlike appends, reads of one stream need not wait for each other. */
  read(stream: StreamId, fromRevision = 0): Promise<readonly StoredEvent[]> {
    this.#asked += 1;
    return this.#reads.submit({ stream, from: fromRevision, key: String(this.#asked), count: 1, bytes: 0 });
  }

  /** Calls back after each commit of this process, or what may have been one, with the number of its appends; returns the way to stop that. */
  onCommitted(listener: (together: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes no more appends, waits for those under way, and gives its connections back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#commits.idle(), this.#reads.idle()]);
    await Promise.all([...this.#lanes.map((lane) => lane.close()), this.#readers.end()]);
  }

  async #readAll(batch: readonly Wanted[]): Promise<readonly PromiseSettledResult<readonly StoredEvent[]>[]> {
    const values = [batch.map(({ stream }) => stream), batch.map(({ from }) => from)];
    const { rows } = await this.#readers.query<Row>({ name: 'dealtrail read', text: readStreams, values });
    const found = batch.map((): StoredEvent[] => []);
    for (const { at, revision, case_id, entry, data, sealed } of rows) {
      const { stream } = batch[at - 1]!;
      found[at - 1]!.push({ stream, revision, caseId: case_id, entry, data, sealed: unpackSealed(sealed) });
    }
    return found.map((value) => ({ status: 'fulfilled', value }));
  }

  async #run(lane: number, batch: readonly Append[]): Promise<readonly PromiseSettledResult<AppendOutcome>[]> {
    const results = (await this.#lanes[lane]?.run(batch)) ?? [];
    if (results.some((result) => result.status === 'fulfilled' && result.value.outcome !== 'conflict')) {
      for (const listener of this.#listeners) queueMicrotask(() => listener(batch.length));
    }
    return results;
  }
}

const weight = (events: readonly StoredEvent[]): number => {
  let bytes = 0;
  for (const { stream, entry, data, sealed } of events) {
    bytes += 2 * stream.length + entry.length + data.length;
    for (const part of sealed) bytes += part.length;
  }
  return bytes;
};
