import type { SequencedEvent } from '#eventsourcing';
import type { BinaryRow } from './ledger-copy.ts';
import { unpackSealed } from './sealed-frames.ts';

/** The ledger says which event; the log has its bytes. */
const joined = `from dealtrail.ledger as l join dealtrail.events as e on e.xid = l.xid and e.position = l.position`;
const columns = `l.index, l.stream, l.revision, l.case_id as "caseId", l.leaf, e.entry, e.data, e.sealed`;

export interface SequencedRow extends Omit<SequencedEvent, 'sealed'> {
  readonly sealed: Buffer | null;
}

export const toSequenced = ({ sealed, ...row }: SequencedRow): SequencedEvent => ({ ...row, sealed: unpackSealed(sealed) });

/** $1 ≤ index < $2 */
export const byIndex = `select ${columns} ${joined} where l.index >= $1 and l.index < $2 order by l.index`;

/** Case $1, $2 ≤ index < $3, at most $4. */
export const byCase = `
  select ${columns} ${joined} where l.case_id = $1 and l.index >= $2 and l.index < $3 order by l.index limit $4`;

/** The same as {@link byIndex}, for COPY. */
export const copyByIndex = (from: number, to: number): string =>
  `select ${columns} ${joined} where l.index >= ${from} and l.index < ${to} order by l.index`;

export const decodeSequenced = (row: BinaryRow): SequencedEvent => ({
  index: row.int8(),
  stream: row.ascii(),
  revision: row.int4(),
  caseId: row.ascii(),
  leaf: row.bytes(),
  entry: row.bytes(),
  data: row.bytes(),
  sealed: unpackSealed(row.bytesOrNull()),
});
