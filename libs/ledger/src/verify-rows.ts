import { hash } from 'node:crypto';
import { entryStatement, type EntryStatement } from './entry-statement.ts';
import type { Finding } from './findings.ts';
import type { LedgerRow, Place, StoreRow } from './verification.port.ts';

export type Report = (finding: Finding) => void;

/** Negative, zero or positive, as in a sort. */
export const comparePlaces = (one: Place, other: Place): number =>
  one.epoch - other.epoch || one.transaction - other.transaction || one.position - other.position;

interface Columns {
  readonly stream: string;
  readonly revision: number;
  readonly caseId: string;
}

const agree = (one: Columns, other: Columns): boolean =>
  one.revision === other.revision && one.stream === other.stream && one.caseId === other.caseId;

const differing = (one: Columns, other: Columns): string[] =>
  (['stream', 'revision', 'caseId'] as const).filter((column) => one[column] !== other[column]);

const checkSealed = ({ stream, revision, sealed }: StoreRow, { sealedHashes }: EntryStatement, report: Report): void => {
  const parts = Math.max(sealed.length, sealedHashes.length);
  for (let part = 0; part < parts; part += 1) {
    const ciphertext = sealed[part];
    if (!ciphertext || hash('sha256', ciphertext, 'hex') !== sealedHashes[part]) report({ kind: 'sealedChanged', stream, revision, part });
  }
};

/** Holds one stored event against itself, and returns the leaf that its entry makes, hexadecimal. */
export const checkStoreRow = (row: StoreRow, report: Report): string => {
  const { stream, revision } = row;
  const statement = entryStatement(row.leafInput, 1);
  if (!statement) report({ kind: 'entryMalformed', stream, revision });
  else {
    if (hash('sha256', row.data, 'hex') !== statement.dataHash) report({ kind: 'dataChanged', stream, revision });
    checkSealed(row, statement, report);
    if (!agree(statement, row)) report({ kind: 'columnsDiffer', stream, revision, columns: differing(statement, row) });
  }
  return hash('sha256', row.leafInput, 'hex');
};

const isSameEvent = (sequenced: LedgerRow, stored: StoreRow): boolean =>
  sequenced.revision === stored.revision && sequenced.stream === stored.stream;

/**
 * Both stand at the same place of the commit order: whether they are one event, changed or not. If neither the leaf nor the name agrees,
 * they are two.
 */
export const checkPair = (sequenced: LedgerRow, stored: StoreRow, leaf: string, report: Report): boolean => {
  const { index, stream, revision } = sequenced;
  if (leaf !== sequenced.leaf.toString('hex')) {
    if (!isSameEvent(sequenced, stored)) return false;
    report({ kind: 'entryChanged', index, stream, revision });
    return true;
  }
  if (!agree(sequenced, stored)) report({ kind: 'ledgerColumnsDiffer', index, stream, revision, columns: differing(sequenced, stored) });
  return true;
};
