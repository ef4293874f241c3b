import { createHash } from 'node:crypto';
import type { AnyProjectionTable } from '#projections';
import { liveRows, type LiveSource } from './live-rows.ts';

export interface ReadModelChecksum {
  readonly readModel: string;
  readonly rows: number;
  /** SHA-256 over the rows' projected columns, sorted by key; hexadecimal. */
  readonly checksum: string;
}

const namesLedgerIndex = (property: string): boolean => /^index$|Index$/.test(property);

/** Without what says where an event stands in the ledger, however deep: the tables call all of that `index` or `<what>Index`. */
const withoutLedgerIndexes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutLedgerIndexes);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const kept = Object.entries(value).filter(([property]) => !namesLedgerIndex(property));
  return Object.fromEntries(kept.map(([property, part]) => [property, withoutLedgerIndexes(part)]));
};

export interface ChecksumOptions {
  /** Of ledgers that have the same events in different orders, rows can be the same but for ledger indexes, and in another order where these are part of the key. */
  readonly ledgerIndexes: 'compared' | 'leftOut';
}

/** Checksums of read models as their readers find them, whether one process projected each or several did, in slices. */
export const readModelChecksums = async (
  source: LiveSource,
  readModels: readonly AnyProjectionTable[],
  { ledgerIndexes }: ChecksumOptions = { ledgerIndexes: 'compared' },
): Promise<readonly ReadModelChecksum[]> => {
  const checksums: ReadModelChecksum[] = [];
  for (const definition of readModels) {
    const rows = await liveRows(source, definition);
    const lines =
      ledgerIndexes === 'compared'
        ? rows.map((row) => JSON.stringify(row))
        : rows.map((row) => JSON.stringify(withoutLedgerIndexes(row))).sort();
    const checksum = createHash('sha256').update(lines.join('\n')).digest('hex');
    checksums.push({ readModel: definition.projection.name, rows: rows.length, checksum });
  }
  return checksums;
};
