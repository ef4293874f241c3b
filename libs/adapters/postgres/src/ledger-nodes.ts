import type pg from 'pg';
import type { NodeSpan } from '#ledger';
import { int4Array, int8Array } from './binary-arrays.ts';

interface HashRow {
  readonly span: number;
  readonly hash: Buffer;
}

/** Leaves stand in the ledger's own rows; both branches are ranges of a primary key. */
const textOf = (table: string): string => `
  select s.n::int as span, l.leaf as hash, l.index
  from unnest($1::int[], $2::bigint[], $3::bigint[]) with ordinality as s (level, start, stop, n)
  join ${table} as l on l.index >= s.start and l.index < s.stop
  where s.level = 0
  union all
  select s.n::int, t.hash, t.index
  from unnest($1::int[], $2::bigint[], $3::bigint[]) with ordinality as s (level, start, stop, n)
  join dealtrail.ledger_nodes as t on t.level = s.level and t.index >= s.start and t.index < s.stop
  order by span, index`;

/** As many hashes for each span as it asks for, in order; `table` has the leaves. */
export const readNodes = async (pool: pg.Pool, table: string, spans: readonly NodeSpan[]): Promise<readonly (readonly Buffer[])[]> => {
  const values = [
    int4Array(spans.map(({ level }) => level)),
    int8Array(spans.map(({ from }) => from)),
    int8Array(spans.map(({ from, count }) => from + count)),
  ];
  const { rows } = await pool.query<HashRow>({ name: 'dealtrail nodes', text: textOf(table), values });
  const found = spans.map((): Buffer[] => []);
  for (const { span, hash } of rows) found[span - 1]?.push(hash);
  for (const [at, { level, from, count }] of spans.entries())
    if (found[at]?.length !== count) throw new Error(`the ledger's tree lacks hashes of level ${level} from ${from} on: verify it`);
  return found;
};
