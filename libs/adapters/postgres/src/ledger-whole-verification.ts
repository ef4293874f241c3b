import type pg from 'pg';
import { unpackSealed, type SourceCursor, type WholeSourcedEvent } from '#eventsourcing';
import { caseHash } from '#fanout';
import {
  comparePlaces,
  type LedgerRow,
  type LedgerState,
  type Place,
  type StoreRow,
  type Surplus,
  type TreeNode,
  type VerificationSource,
} from '#ledger';
import { byIndexOnly } from './append-statement.ts';
import type { BinaryRow } from './ledger-copy.ts';
import { readHead } from './ledger-head.ts';
import { nodePages, page, pagesByIndex, rowsAtMostIn, surplusIn } from './ledger-verification-pages.ts';
import { createPool } from './pool.ts';

const table = 'dealtrail.ledger_events';
/** Header, line pointer and the columns of fixed length, each other one with a byte at least. */
const smallestRow = 80;

/** The log, which this database does not have. */
export interface ForeignStore {
  /** Every event of the streams with this prefix after the cursor, in commit order; up to the newest there is, then it ends. */
  events(prefix: string, after?: SourceCursor): AsyncIterable<WholeSourcedEvent>;
  /** Where a cursor stands in the commit order; nothing when it is none, for it may say anything once somebody has changed it. */
  placeOf(cursor: SourceCursor): Place | undefined;
}

export interface PostgresWholeVerificationOptions {
  readonly store: ForeignStore;
  /** Shown in `pg_stat_activity`; default `dealtrail verify`. */
  readonly applicationName?: string;
}

/** Before every place: nothing in the store is where a cursor that is none says. */
const nowhere: Place = { epoch: -1, transaction: -1, position: -1 };

const ledgerPage = (after: number | string, size: number): string => `
  select l.index, l.source_cursor, l.stream, l.revision, l.case_id, l.case_hash, l.leaf, '\\x00'::bytea || l.entry, l.data, l.sealed
  from ${table} as l where l.index > '${after}'::bigint and l.index < '${size}'::bigint order by l.index limit ${page}`;

const decodeRow =
  (placeOf: (cursor: SourceCursor) => Place) =>
  (row: BinaryRow): LedgerRow => {
    const [index, cursor, stream, revision, caseId] = [row.int8(), row.ascii(), row.ascii(), row.int4(), row.ascii()];
    const misfiled = row.int4() !== caseHash(caseId);
    const leaf = row.bytes();
    const copy = { leafInput: row.bytes(), data: row.bytes(), sealed: unpackSealed(row.bytesOrNull()), misfiled };
    return { index, ...placeOf(cursor), stream, revision, caseId, leaf, copy };
  };

/** Stored events that are handed over at a time. */
const batch = 1000;
const zero = Buffer.of(0);

interface RowPlace {
  readonly size: number;
  readonly cursor: SourceCursor;
}

/** A ledger of whole events beside its log, which is another database, for verification. */
export class PostgresWholeVerification implements VerificationSource {
  readonly #pool: pg.Pool;
  readonly #store: ForeignStore;

  constructor(connectionString: string, { store, applicationName = 'dealtrail verify' }: PostgresWholeVerificationOptions) {
    this.#pool = createPool(connectionString, { applicationName, max: 4, settings: byIndexOnly });
    this.#store = store;
  }

  async current(): Promise<LedgerState | undefined> {
    return readHead(this.#pool, 'whole');
  }

  async *storeRows(prefix: string, until: SourceCursor): AsyncGenerator<readonly StoreRow[]> {
    const end = this.#store.placeOf(until);
    let rows: StoreRow[] = [];
    for await (const event of this.#store.events(prefix)) {
      const row = this.#storeRow(event);
      if (!end || comparePlaces(row, end) > 0) break;
      rows.push(row);
      if (rows.length < batch) continue;
      yield rows;
      rows = [];
    }
    yield rows;
  }

  async *ledgerRows(size: number): AsyncGenerator<readonly LedgerRow[]> {
    yield* pagesByIndex(
      this.#pool,
      (after) => ledgerPage(after, size),
      decodeRow((cursor) => this.#placeOf(cursor)),
    );
  }

  storedNodes(size: number): AsyncGenerator<readonly TreeNode[]> {
    return nodePages(this.#pool, size);
  }

  async placeOf(cursor: SourceCursor): Promise<Place | undefined> {
    return this.#store.placeOf(cursor);
  }

  async lastRow(size: number): Promise<RowPlace | undefined> {
    const { rows } = await this.#pool.query<RowPlace>({
      name: 'dealtrail last row',
      text: `select index + 1 as size, source_cursor as cursor from ${table} where index < $1 order by index desc limit 1`,
      values: [size],
    });
    return rows[0];
  }

  async rowsAtMost(): Promise<number> {
    return rowsAtMostIn(this.#pool, table, smallestRow);
  }

  async surplus(size: number, limit: number): Promise<Surplus> {
    return surplusIn(this.#pool, table, size, limit);
  }

  async sizeAt(cursor: SourceCursor): Promise<number | undefined> {
    const place = this.#store.placeOf(cursor);
    return place && (await this.#rowAt(place))?.size;
  }

  async unsequenced(limit: number): Promise<number> {
    const head = await this.current();
    const after = head && (await this.#lastCursor(head));
    const events = this.#store.events(head?.prefix ?? '', after)[Symbol.asyncIterator]();
    let waiting = 0;
    while (waiting < limit && !(await events.next()).done) waiting += 1;
    await events.return?.();
    return waiting;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** The head's own cursor may have been changed. */
  async #lastCursor({ cursor, frontier }: LedgerState): Promise<SourceCursor | undefined> {
    if (cursor !== undefined && this.#store.placeOf(cursor)) return cursor;
    return (await this.lastRow(frontier.size))?.cursor;
  }

  /** By halving, for places ascend with indexes; where they were changed, it may be missed. */
  async #rowAt(place: Place): Promise<RowPlace | undefined> {
    let [low, high] = [0, (await this.lastRow(Number.MAX_SAFE_INTEGER))?.size ?? 0];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const row = await this.lastRow(middle);
      const order = row ? comparePlaces(this.#placeOf(row.cursor), place) : -1;
      if (order === 0) return row;
      if (order > 0) high = middle - 1;
      else low = middle;
    }
    return undefined;
  }

  #placeOf(cursor: SourceCursor): Place {
    return this.#store.placeOf(cursor) ?? nowhere;
  }

  #storeRow({ cursor, entry, ...event }: WholeSourcedEvent): StoreRow {
    return { ...this.#placeOf(cursor), ...event, leafInput: Buffer.concat([zero, entry]) };
  }
}
