import type pg from 'pg';
import type { EventSource, SourceCursor, SourcedEvent } from '#eventsourcing';
import { byIndexOnly } from './append-statement.ts';
import { loadEpochs, type Epoch } from './epochs.ts';
import { createPool } from './pool.ts';

export interface PostgresEventSourceOptions {
  /** Shown in `pg_stat_activity`; default `dealtrail source`. */
  readonly applicationName?: string;
  /** The fixed stream prefix; default '' = all. */
  readonly prefix?: string;
  /** The way to hear of commits, for example the store's `onCommitted`. */
  readonly onCommitted?: (listener: (together: number) => void) => () => void;
  /** How long committed events may be withheld before the writers are asked to pause for a moment; ms. */
  readonly patience?: number;
}

/** `epoch:xid:position`. Transaction ids exceed what a number holds, so they stay text. */
export interface Place {
  readonly epoch: number;
  readonly xid: string;
  readonly position: number;
}

const cursorPattern = /^(\d+):(\d+):(\d+)$/;

/** The place that a cursor of this source names. Throws TypeError on anything else. */
export const placeOf = (cursor: SourceCursor): Place => {
  const [, epoch, xid, position] = cursorPattern.exec(cursor) ?? [];
  if (epoch === undefined || xid === undefined || position === undefined) {
    throw new TypeError(`${JSON.stringify(cursor)} is no cursor of this source`);
  }
  return { epoch: Number(epoch), xid, position: Number(position) };
};

interface Row {
  readonly xidText: string;
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly caseId: string;
  readonly leaf: Buffer;
}

/**
 * Below the horizon every transaction has ended; $6 may know better.
 * The order is by the columns themselves: by its text, transaction 10 would come before transaction 9.
 */
const page = `
  select e.xid::text as "xidText", e.position, e.stream, e.revision, e.case_id as "caseId", sha256('\\x00'::bytea || e.entry) as leaf
  from dealtrail.events as e
  where (e.xid, e.position) > ($1::xid8, $2::bigint) and e.position > $3::bigint and e.position <= $4::bigint and starts_with(e.stream, $5)
    and e.xid < greatest(pg_snapshot_xmin(pg_current_snapshot()), $6::xid8)
  order by e.xid, e.position limit $7::int`;

const anyCommitted = `
  select exists (
    select from dealtrail.events as e
    where (e.xid, e.position) > ($1::xid8, $2::bigint) and e.position > $3::bigint and starts_with(e.stream, $4)
      and e.xid < pg_snapshot_xmax(pg_current_snapshot())
  ) as found`;

/** Longest wait for the writers, during which no append can begin; ms. */
const lockTimeout = 50;
/** Longest pause between two such attempts; ms. */
const longestPause = 5_000;
const lockNotAvailable = '55P03';

/** With the lock no append is under way; the snapshot is taken by a statement of its own, after that. */
const boundOfAllWriters = `
  begin;
  set local lock_timeout = ${lockTimeout};
  lock table dealtrail.events in share mode;
  select pg_snapshot_xmax(pg_current_snapshot())::text as bound;
  commit`;

const lastXid = '18446744073709551615';
const lastPosition = Number.MAX_SAFE_INTEGER;

/**
 * The table `dealtrail.events` in commit order, (epoch, xid, position). Of the current epoch it reads only below the oldest transaction
 * still running, which no later commit can undercut. Any transaction that writes holds that horizon back, in whatever database of the
 * cluster; when committed events are withheld for longer than `patience`, the source locks the table for a moment: no append is under
 * way then, and those to come get greater ids than all given so far. It relies on every append being the first to write in its
 * transaction, as the store's are.
 */
export class PostgresEventSource implements EventSource {
  readonly prefix: string;
  readonly #pool: pg.Pool;
  readonly #onCommitted: (listener: (together: number) => void) => () => void;
  readonly #patience: number;
  #epochs: readonly Epoch[] = [];
  /** Ids below are settled although the horizon is lower. */
  #settled = '0';
  #stall: { readonly until: number; readonly pause: number } | undefined;

  constructor(connectionString: string, options: PostgresEventSourceOptions = {}) {
    const { applicationName = 'dealtrail source', prefix = '', onCommitted = () => () => undefined, patience = 100 } = options;
    this.prefix = prefix;
    this.#onCommitted = onCommitted;
    this.#patience = patience;
    this.#pool = createPool(connectionString, {
      applicationName,
      max: 1,
      settings: { ...byIndexOnly, enable_sort: 'off' },
      // A new connection may lead to a database that was restored elsewhere in the meantime.
      prepare: async (client) => {
        this.#epochs = await loadEpochs(client);
        this.#settled = '0';
      },
    });
  }

  async readAfter(cursor: SourceCursor | undefined, limit: number): Promise<readonly SourcedEvent[]> {
    const client = await this.#pool.connect();
    try {
      const after = cursor === undefined ? this.#startOf(1) : placeOf(cursor);
      const ready = await this.#ready(client, after, limit);
      if (ready.length > 0) this.#stall = undefined;
      if (ready.length > 0 || !(await this.#stalled(client, after))) return ready;
      return (await this.#settle(client)) ? await this.#ready(client, after, limit) : [];
    } finally {
      client.release();
    }
  }

  onAppended(listener: (together: number) => void): () => void {
    return this.#onCommitted(listener);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #startOf(epoch: number): Place {
    return { epoch, xid: this.#epochs.find((known) => known.epoch === epoch)?.afterXid ?? '0', position: 0 };
  }

  async #ready(client: pg.ClientBase, after: Place, limit: number): Promise<readonly SourcedEvent[]> {
    const [own, next] = this.#epochs.slice(this.#epochs.findIndex(({ epoch }) => epoch === after.epoch));
    if (own?.epoch !== after.epoch) throw new TypeError(`the cursor is of epoch ${after.epoch}, which this database does not have`);
    const { rows } = await client.query<Row>({
      name: 'dealtrail source',
      text: page,
      values: [
        after.xid,
        after.position,
        own.afterPosition,
        next?.afterPosition ?? lastPosition,
        this.prefix,
        next ? lastXid : this.#settled,
        limit,
      ],
    });
    if (rows.length === 0 && next) return this.#ready(client, this.#startOf(next.epoch), limit);
    return rows.map(({ xidText, position, stream, revision, caseId, leaf }) => ({
      cursor: `${after.epoch}:${xidText}:${position}`,
      stream,
      revision,
      caseId,
      leaf,
    }));
  }

  /** Whether committed events have been withheld for long enough to do something about it. */
  async #stalled(client: pg.ClientBase, after: Place): Promise<boolean> {
    const current = this.#epochs.at(-1);
    const { xid, position } = current && current.epoch !== after.epoch ? this.#startOf(current.epoch) : after;
    const { rows } = await client.query<{ found: boolean }>({
      name: 'dealtrail withheld',
      text: anyCommitted,
      values: [xid, position, current?.afterPosition, this.prefix],
    });
    if (rows[0]?.found !== true) this.#stall = undefined;
    else this.#stall ??= { until: performance.now() + this.#patience, pause: this.#patience };
    return this.#stall !== undefined && performance.now() >= this.#stall.until;
  }

  /** Learns up to where no append is under way; false when one does not end, which is asked again later and later. */
  async #settle(client: pg.ClientBase): Promise<boolean> {
    try {
      const results = (await client.query(boundOfAllWriters)) as unknown as readonly pg.QueryResult<{ bound: string }>[];
      this.#settled = results.flatMap(({ rows }) => rows)[0]?.bound ?? this.#settled;
      this.#stall = undefined;
      return true;
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // the first error tells more
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      const pause = Math.min(2 * (this.#stall?.pause ?? this.#patience), longestPause);
      this.#stall = { until: performance.now() + pause, pause };
      return false;
    }
  }
}
