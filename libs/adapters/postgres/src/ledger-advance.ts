import type { SourcedEvent } from '#eventsourcing';
import { packHashes, type LedgerStep } from '#ledger';
import { byteaArray, int4Array, int8Array } from './binary-arrays.ts';

/** How a step's rows are inserted. */
export interface RowInsert<E extends SourcedEvent> {
  /** The table, its columns in parentheses without `index`, and their types, all in one order. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly types: readonly string[];
  /** An array for each column. */
  values(events: readonly E[]): readonly Buffer[];
}

const firstRowParameter = 12;

/**
 * Rows, inner nodes and head in one statement, hence all or nothing; the head only if it is the one that the step builds on. Another
 * writer's step under way is waited for, by the row's lock, and then seen.
 */
const textOf = ({ table, columns, types }: Omit<RowInsert<never>, 'values'>): string => {
  const arrays = types.map((type, at) => `$${firstRowParameter + at}::${type}[]`);
  return `
  with moved as (
    update dealtrail.ledger_head set size = $1::bigint, root = $2::bytea, frontier = $3::bytea, cursor = $4::text, written_at = clock_timestamp()
    where ledger_id = $5::uuid and size = $6::bigint and root = $7::bytea and cursor is not distinct from $8::text
    returning 1
  ), added as (
    insert into ${table} (index, ${columns.join(', ')})
    select $6::bigint + e.n - 1, ${columns.map((column) => `e.${column}`).join(', ')}
    from moved, unnest(${arrays.join(', ')}) with ordinality as e (${columns.join(', ')}, n)
  ), completed as (
    insert into dealtrail.ledger_nodes (level, index, hash)
    select n.level, n.index, n.hash from moved, unnest($9::int[], $10::bigint[], $11::bytea[]) as n (level, index, hash)
  )
  select count(*)::int as moved from moved`;
};

export type AdvanceStatement<E extends SourcedEvent> = (step: LedgerStep<E>) => {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
};

/** The statement that makes a step of a ledger whose rows are inserted in this way. */
export const advanceInto = <E extends SourcedEvent>(rows: RowInsert<E>): AdvanceStatement<E> => {
  const text = textOf(rows);
  return ({ from, to, events, nodes }) => ({
    name: 'dealtrail advance',
    text,
    values: [
      to.frontier.size,
      to.root,
      packHashes(to.frontier.hashes),
      to.cursor,
      from.ledgerId,
      from.frontier.size,
      from.root,
      from.cursor ?? null,
      int4Array(nodes.map(({ level }) => level)),
      int8Array(nodes.map(({ index }) => index)),
      byteaArray(nodes.map(({ hash }) => hash)),
      ...rows.values(events),
    ],
  });
};
