import type pg from 'pg';
import { storedLevels, type Surplus, type TreeNode } from '#ledger';
import { copyRows, type BinaryRow } from './ledger-copy.ts';

/** Rows that are read at a time. */
export const page = 4096;
/** Leaves whose inner nodes are read at a time. */
const window = 2 ** 20;
export const [lowest, highest] = ['-9223372036854775808', '9223372036854775807'] as const;

/** Nodes whose last leaf is the `above`-th at least and the `upTo`-th at most, counted from 1. */
const nodeWindow = (above: number, upTo: number): string => `
  select n.level, n.index, n.hash
  from generate_series(${storedLevels}, 56, ${storedLevels}) as w (level)
  join dealtrail.ledger_nodes as n
    on n.level = w.level and n.index >= ('${above}'::bigint >> w.level) and n.index < ('${upTo}'::bigint >> w.level)
  order by (n.index + 1) << n.level, n.level`;

/** In one snapshot with the head, which moves while verification runs. */
const reached = (size: number): string => `greatest('${size}'::bigint, coalesce((select size from dealtrail.ledger_head), 0))`;

const surplusRows = (table: string, size: number, limit: number): string => `
  select l.index, l.stream, l.revision from ${table} as l where l.index >= ${reached(size)} order by l.index limit ${limit}`;

/** Complete inner nodes on stored levels, from index 0 on: there are no others. */
const surplusNodes = (size: number, limit: number): string => `
  select n.level, n.index from dealtrail.ledger_nodes as n, (select ${reached(size)} as size) as r
  where case when n.level between ${storedLevels} and 56 and n.level % ${storedLevels} = 0 then n.index < 0 or n.index >= r.size >> n.level else true end
  order by n.level, n.index limit ${limit}`;

const decodeNode = (row: BinaryRow): TreeNode => ({ level: row.int4(), index: row.int8(), hash: row.bytes() });

/** Pages of rows by index, each asked for by the last index before it, until one is not full. */
export async function* pagesByIndex<T extends { readonly index: number }>(
  pool: pg.Pool,
  queryAfter: (index: number | string) => string,
  decode: (row: BinaryRow) => T,
): AsyncGenerator<readonly T[]> {
  for (let after: number | string | undefined = lowest; after !== undefined;) {
    const rows: readonly T[] = await copyRows(pool, queryAfter(after), decode);
    yield rows;
    after = rows.length < page ? undefined : rows.at(-1)?.index;
  }
}

export async function* nodePages(pool: pg.Pool, size: number): AsyncGenerator<readonly TreeNode[]> {
  for (let above = 0; above < size; above += window)
    yield await copyRows(pool, nodeWindow(above, Math.min(above + window, size)), decodeNode);
}

/** `smallestRow`: header, line pointer and the columns of fixed length, or less. */
export const rowsAtMostIn = async (pool: pg.Pool, table: string, smallestRow: number): Promise<number> => {
  const { rows } = await pool.query<{ bytes: number }>(`select pg_relation_size($1) as bytes`, [table]);
  return Math.ceil((rows[0]?.bytes ?? 0) / smallestRow);
};

export const surplusIn = async (pool: pg.Pool, table: string, size: number, limit: number): Promise<Surplus> => {
  const [rows, nodes] = await Promise.all([
    copyRows(pool, surplusRows(table, size, limit), (row) => ({ index: row.int8(), stream: row.ascii(), revision: row.int4() })),
    copyRows(pool, surplusNodes(size, limit), (row) => ({ level: row.int4(), index: row.int8() })),
  ]);
  return { rows, nodes };
};
