import pg from 'pg';
import { unpackSealed, type SourceCursor } from '#eventsourcing';
import type { LedgerRow, LedgerState, Place, StoreRow, Surplus, TreeNode, VerificationSource } from '#ledger';
import { byIndexOnly } from './append-statement.ts';
import { loadEpochs, type Epoch } from './epochs.ts';
import { placeOf, type Place as SourcePlace } from './event-source.ts';
import { copyRows, type BinaryRow } from './ledger-copy.ts';
import { readHead } from './ledger-head.ts';
import { countUnsequenced } from './ledger-unsequenced.ts';
import { highest, lowest, nodePages, page, pagesByIndex, rowsAtMostIn, surplusIn } from './ledger-verification-pages.ts';
import { createPool } from './pool.ts';

const table = 'dealtrail.ledger';

/** A place as it is written into a query; the numbers of an event may be too great for a number here. */
interface Bound {
  readonly xid: string | number;
  readonly position: string | number;
}

/** Positions tell whose transaction ids a row carries. Bounds are open below and closed above; together they leave out no row. */
interface EpochRange {
  readonly epoch: number;
  readonly above: string | number;
  readonly upTo: string | number;
}

const rangesOf = (epochs: readonly Epoch[]): readonly EpochRange[] =>
  epochs.map(({ epoch, afterPosition }, at) => ({
    epoch,
    above: at === 0 ? lowest : afterPosition,
    upTo: epochs[at + 1]?.afterPosition ?? highest,
  }));

const tuple = ({ xid, position }: Bound): string => `('${xid}'::xid8, '${position}'::bigint)`;
const place = 'e.xid, e.position';
const columns = `${place}, e.stream, e.revision, e.case_id, '\\x00'::bytea || e.entry, e.data, e.sealed`;

const storePage = (prefix: string, { above, upTo }: EpochRange, after: Bound, until: Bound | undefined): string => `
  select ${columns} from dealtrail.events as e
  where (${place}) > ${tuple(after)} ${until ? `and (${place}) <= ${tuple(until)}` : ''}
    and e.position > '${above}'::bigint and e.position <= '${upTo}'::bigint and starts_with(e.stream, ${pg.escapeLiteral(prefix)})
  order by ${place} limit ${page}`;

/** No transaction has these ids yet: nobody appended these rows. */
const fromTheFuture = (prefix: string, { above }: EpochRange): string => `
  select ${columns} from dealtrail.events as e
  where e.xid >= pg_snapshot_xmax(pg_current_snapshot()) and e.position > '${above}'::bigint and starts_with(e.stream, ${pg.escapeLiteral(prefix)})
  order by ${place} limit ${page}`;

const ledgerPage = (after: number | string, size: number): string => `
  select l.index, l.xid, l.position, l.stream, l.revision, l.case_id, l.leaf from dealtrail.ledger as l
  where l.index > '${after}'::bigint and l.index < '${size}'::bigint order by l.index limit ${page}`;

/** Header, line pointer and the columns of fixed length. */
const smallestRow = 92;

const lastXid = 2n ** 64n - 1n;

/** A cursor may say anything once somebody has changed it. */
const readable = (cursor: SourceCursor): SourcePlace | undefined => {
  try {
    const place = placeOf(cursor);
    const possible = BigInt(place.xid) <= lastXid && Number.isSafeInteger(place.position) && Number.isSafeInteger(place.epoch);
    return possible ? place : undefined;
  } catch {
    return undefined;
  }
};

const decodeStored =
  (epoch: number) =>
  (row: BinaryRow): StoreRow => ({
    epoch,
    transaction: row.int8(),
    position: row.int8(),
    stream: row.ascii(),
    revision: row.int4(),
    caseId: row.ascii(),
    leafInput: row.bytes(),
    data: row.bytes(),
    sealed: unpackSealed(row.bytesOrNull()),
  });

const decodeLedger =
  (ranges: readonly EpochRange[]) =>
  (row: BinaryRow): LedgerRow => {
    const [index, transaction, position] = [row.int8(), row.int8(), row.int8()];
    const epoch = ranges.findLast(({ above }) => position > Number(above))?.epoch ?? 0;
    return { index, epoch, transaction, position, stream: row.ascii(), revision: row.int4(), caseId: row.ascii(), leaf: row.bytes() };
  };

/** The log and the ledger of a database, for verification: read in pages, by COPY, on connections of its own. */
export class PostgresVerification implements VerificationSource {
  readonly #pool: pg.Pool;

  constructor(connectionString: string, applicationName = 'dealtrail verify') {
    this.#pool = createPool(connectionString, { applicationName, max: 4, settings: byIndexOnly });
  }

  async current(): Promise<LedgerState | undefined> {
    return readHead(this.#pool, 'joined');
  }

  async *storeRows(prefix: string, until: SourceCursor): AsyncGenerator<readonly StoreRow[]> {
    const end = placeOf(until);
    const ranges = await this.#ranges();
    for (const range of ranges.filter(({ epoch }) => epoch <= end.epoch)) {
      const bound = range.epoch === end.epoch ? end : undefined;
      for (let after: Bound | undefined = { xid: 0, position: lowest }; after;) {
        const rows: readonly StoreRow[] = await copyRows(this.#pool, storePage(prefix, range, after, bound), decodeStored(range.epoch));
        yield rows;
        const last: StoreRow | undefined = rows.length < page ? undefined : rows.at(-1);
        after = last && { xid: last.transaction, position: last.position };
      }
    }
    const newest = ranges.at(-1);
    if (newest) yield await copyRows(this.#pool, fromTheFuture(prefix, newest), decodeStored(newest.epoch));
  }

  async *ledgerRows(size: number): AsyncGenerator<readonly LedgerRow[]> {
    const decode = decodeLedger(await this.#ranges());
    yield* pagesByIndex(this.#pool, (after) => ledgerPage(after, size), decode);
  }

  storedNodes(size: number): AsyncGenerator<readonly TreeNode[]> {
    return nodePages(this.#pool, size);
  }

  async placeOf(cursor: SourceCursor): Promise<Place | undefined> {
    const place = readable(cursor);
    return place && { epoch: place.epoch, transaction: Number(place.xid), position: place.position };
  }

  async lastRow(size: number): Promise<{ size: number; cursor: SourceCursor } | undefined> {
    const { rows } = await this.#pool.query<{ size: number; xid: string; position: string }>(
      `select index + 1 as size, xid::text, position::text from dealtrail.ledger where index < $1 order by index desc limit 1`,
      [size],
    );
    const [row] = rows;
    const epoch = (await this.#ranges()).findLast(({ above }) => Number(row?.position) > Number(above))?.epoch ?? 0;
    return row && { size: row.size, cursor: `${epoch}:${row.xid}:${row.position}` };
  }

  async rowsAtMost(): Promise<number> {
    return rowsAtMostIn(this.#pool, table, smallestRow);
  }

  async surplus(size: number, limit: number): Promise<Surplus> {
    return surplusIn(this.#pool, table, size, limit);
  }

  async sizeAt(cursor: SourceCursor): Promise<number | undefined> {
    const place = readable(cursor);
    if (!place) return undefined;
    const { xid, position } = place;
    const { rows } = await this.#pool.query<{ size: number }>(
      `select l.index + 1 as size from dealtrail.events as e join dealtrail.ledger as l on l.stream = e.stream and l.revision = e.revision
       where e.xid = $1 and e.position = $2`,
      [xid, position],
    );
    return rows[0]?.size;
  }

  async unsequenced(limit: number): Promise<number> {
    const head = await this.current();
    const known = head?.cursor !== undefined && readable(head.cursor) !== undefined;
    const cursor = known ? head.cursor : (await this.lastRow(head?.frontier.size ?? 0))?.cursor;
    return countUnsequenced(this.#pool, { prefix: head?.prefix ?? '', cursor, limit });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #ranges(): Promise<readonly EpochRange[]> {
    const client = await this.#pool.connect();
    try {
      return rangesOf(await loadEpochs(client));
    } finally {
      client.release();
    }
  }
}
