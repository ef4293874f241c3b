import type { LedgerStep } from '#ledger';
import { packHashes } from '#ledger';
import { asciiArray, byteaArray, int4Array, int8Array, xid8Array } from './binary-arrays.ts';
import { placeOf } from './event-source.ts';

/**
 * Rows, inner nodes and head in one statement, hence all or nothing; the head only if it is the one that the step builds on. Another
 * writer's step under way is waited for, by the row's lock, and then seen.
 */
const text = `
  with moved as (
    update dealtrail.ledger_head set size = $1::bigint, root = $2::bytea, frontier = $3::bytea, cursor = $4::text, written_at = clock_timestamp()
    where ledger_id = $5::uuid and size = $6::bigint and root = $7::bytea and cursor is not distinct from $8::text
    returning 1
  ), added as (
    insert into dealtrail.ledger (index, stream, revision, case_id, leaf, xid, position)
    select $6::bigint + e.n - 1, e.stream, e.revision, e.case_id, e.leaf, e.xid, e.position
    from moved, unnest($9::text[], $10::int[], $11::text[], $12::bytea[], $13::xid8[], $14::bigint[])
      with ordinality as e (stream, revision, case_id, leaf, xid, position, n)
  ), completed as (
    insert into dealtrail.ledger_nodes (level, index, hash)
    select n.level, n.index, n.hash from moved, unnest($15::int[], $16::bigint[], $17::bytea[]) as n (level, index, hash)
  )
  select count(*)::int as moved from moved`;

export const advanceStatement = ({ from, to, events, nodes }: LedgerStep) => {
  const places = events.map(({ cursor }) => placeOf(cursor));
  return {
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
      asciiArray(events.map(({ stream }) => stream)),
      int4Array(events.map(({ revision }) => revision)),
      asciiArray(events.map(({ caseId }) => caseId)),
      byteaArray(events.map(({ leaf }) => leaf)),
      xid8Array(places.map(({ xid }) => xid)),
      int8Array(places.map(({ position }) => position)),
      int4Array(nodes.map(({ level }) => level)),
      int8Array(nodes.map(({ index }) => index)),
      byteaArray(nodes.map(({ hash }) => hash)),
    ],
  };
};
