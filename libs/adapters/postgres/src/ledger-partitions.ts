import type pg from 'pg';
import type { SequencedEvent } from '#eventsourcing';
import { copyFrom, copyRows, integer } from './ledger-copy.ts';
import { decodeSequenced, selectRows, toSequenced, type SequencedRow } from './ledger-rows.ts';

export interface PartitionSpan {
  readonly partition: number;
  readonly of: number;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Indexes come from the primary key alone, which has the hash: events of other partitions are not read. */
const select = ({ partition, of, from, to, limit }: Readonly<Record<keyof PartitionSpan, string | number>>): string => `
  ${selectRows(
    `(
      select index from dealtrail.ledger_events
      where index >= ${from} and index < ${to} and case_hash % ${of} = ${partition} order by index limit ${limit}
    ) as k join dealtrail.ledger_events as l on l.index = k.index`,
    'l',
  )} order by l.index`;

const text = select({ from: '$1::bigint', to: '$2::bigint', of: '$3::int', partition: '$4::int', limit: '$5::int' });

const literal = ({ partition, of, from, to, limit }: PartitionSpan): string =>
  select({ partition: integer(partition), of: integer(of), from: integer(from), to: integer(to), limit: integer(limit) });

export const readPartitionSpan = async (pool: pg.Pool, span: PartitionSpan): Promise<readonly SequencedEvent[]> => {
  const { partition, of, from, to, limit } = span;
  if (Math.min(limit, to - from) >= copyFrom) return copyRows(pool, literal(span), decodeSequenced);
  const values = [from, to, of, partition, limit];
  const { rows } = await pool.query<SequencedRow>({ name: 'dealtrail ledger by partition', text, values });
  return rows.map(toSequenced);
};

const firstWindow = 4096;
const lastWindow = 2 ** 20;

/**
 * Walks backwards until each partition was met: of partitions that are all in use, the latest few thousand index entries; for one
 * that never had an event, those of the whole ledger, a second for some million events.
 */
export const lastOfPartitions = async (pool: pg.Pool, of: number, below: number): Promise<readonly number[]> => {
  const heads = Array.from({ length: of }, () => -1);
  let missing = of;
  for (let [to, window] = [below, firstWindow]; to > 0 && missing > 0; to -= window, window = Math.min(4 * window, lastWindow)) {
    const { rows } = await pool.query<{ partition: number; last: number }>({
      name: 'dealtrail partition heads',
      text: `
        select case_hash % $3::int as partition, max(index) as last from dealtrail.ledger_events where index >= $1 and index < $2
        group by case_hash % $3::int`,
      values: [Math.max(0, to - window), to, of],
    });
    for (const { partition, last } of rows) {
      if (heads[partition] !== -1) continue;
      heads[partition] = last;
      missing -= 1;
    }
  }
  return heads;
};

export const countOfPartition = async (pool: pg.Pool, { partition, of, from, limit }: Omit<PartitionSpan, 'to'>): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>({
    name: 'dealtrail partition count',
    text: `
      select count(*)::int as count from (
        select from dealtrail.ledger_events where index >= $1 and case_hash % $2::int = $3 order by index limit $4
      ) as counted`,
    values: [from, of, partition, limit],
  });
  return rows[0]?.count ?? 0;
};
