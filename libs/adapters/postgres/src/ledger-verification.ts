import pg from 'pg';
import { unpackSealed, type SourceCursor } from '#eventsourcing';
import {
  storedLevels,
  type LedgerRow,
  type LedgerState,
  type Place,
  type StoreRow,
  type Surplus,
  type TreeNode,
  type VerificationSource,
} from '#ledger';
import { byIndexOnly } from './append-statement.ts';
import { loadEpochs, type Epoch } from './epochs.ts';
import { placeOf, type Place as SourcePlace } from './event-source.ts';
import { copyRows, type BinaryRow } from './ledger-copy.ts';
import { readHead } from './ledger-head.ts';
import { countUnsequenced } from './ledger-unsequenced.ts';
import { createPool } from './pool.ts';

const page = 4096;
/** Leaves whose inner nodes are read at a time. */
const window = 2 ** 20;
const [lowest, highest] = ['-9223372036854775808', '9223372036854775807'];

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

/** Nodes whose last leaf is the `above`-th at least and the `upTo`-th at most, counted from 1. */
const nodeWindow = (above: number, upTo: number): string => `
  select n.level, n.index, n.hash
  from generate_series(${storedLevels}, 56, ${storedLevels}) as w (level)
  join dealtrail.ledger_nodes as n
    on n.level = w.level and n.index >= ('${above}'::bigint >> w.level) and n.index < ('${upTo}'::bigint >> w.level)
  order by (n.index + 1) << n.level, n.level`;

/** Header, line pointer and the columns of fixed length. */
const smallestRow = 92;

/** In one snapshot with the head, which moves while verification runs. */
const reached = (size: number): string => `greatest('${size}'::bigint, coalesce((select size from dealtrail.ledger_head), 0))`;

const surplusRows = (size: number, limit: number): string => `
  select l.index, l.stream, l.revision from dealtrail.ledger as l where l.index >= ${reached(size)} order by l.index limit ${limit}`;

/** Complete inner nodes on stored levels, from index 0 on: there are no others. */
const surplusNodes = (size: number, limit: number): string => `
  select n.level, n.index from dealtrail.ledger_nodes as n, (select ${reached(size)} as size) as r
  where case when n.level between ${storedLevels} and 56 and n.level % ${storedLevels} = 0 then n.index < 0 or n.index >= r.size >> n.level else true end
  order by n.level, n.index limit ${limit}`;

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

const decodeNode = (row: BinaryRow): TreeNode => ({ level: row.int4(), index: row.int8(), hash: row.bytes() });

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
    for (let after: number | string | undefined = lowest; after !== undefined;) {
      const rows: readonly LedgerRow[] = await copyRows(this.#pool, ledgerPage(after, size), decode);
      yield rows;
      after = rows.length < page ? undefined : rows.at(-1)?.index;
    }
  }

  async *storedNodes(size: number): AsyncGenerator<readonly TreeNode[]> {
    for (let above = 0; above < size; above += window)
      yield await copyRows(this.#pool, nodeWindow(above, Math.min(above + window, size)), decodeNode);
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
    const { rows } = await this.#pool.query<{ bytes: number }>(`select pg_relation_size('dealtrail.ledger') as bytes`);
    return Math.ceil((rows[0]?.bytes ?? 0) / smallestRow);
  }

  async surplus(size: number, limit: number): Promise<Surplus> {
    const [rows, nodes] = await Promise.all([
      copyRows(this.#pool, surplusRows(size, limit), (row) => ({ index: row.int8(), stream: row.ascii(), revision: row.int4() })),
      copyRows(this.#pool, surplusNodes(size, limit), (row) => ({ level: row.int4(), index: row.int8() })),
    ]);
    return { rows, nodes };
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
