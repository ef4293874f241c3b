import { unpackSealed, type SequencedEvent } from '#eventsourcing';
import type { BinaryRow } from './ledger-copy.ts';

export interface SequencedRow extends Omit<SequencedEvent, 'sealed'> {
  readonly sealed: Buffer | null;
}

export const toSequenced = ({ sealed, ...row }: SequencedRow): SequencedEvent => ({ ...row, sealed: unpackSealed(sealed) });

/** Whole events from one kind of ledger, in the order that {@link decodeSequenced} expects. */
export interface RowQueries {
  /** $1 ≤ index < $2 */
  readonly byIndex: string;
  /** Case $1, $2 ≤ index < $3, at most $4. */
  readonly byCase: string;
  /** The same as `byIndex`, for COPY. */
  copyByIndex(from: number, to: number): string;
}

/** `rows`: the table of the ledger as `l`, with what it is joined to; `bytes`: which of them has an event's bytes. */
export const selectRows = (rows: string, bytes: string): string =>
  `select l.index, l.stream, l.revision, l.case_id as "caseId", l.leaf, ${bytes}.entry, ${bytes}.data, ${bytes}.sealed from ${rows}`;

export const rowQueries = (rows: string, bytes: string): RowQueries => {
  const select = selectRows(rows, bytes);
  return {
    byIndex: `${select} where l.index >= $1 and l.index < $2 order by l.index`,
    byCase: `${select} where l.case_id = $1 and l.index >= $2 and l.index < $3 order by l.index limit $4`,
    copyByIndex: (from, to) => `${select} where l.index >= ${from} and l.index < ${to} order by l.index`,
  };
};

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
