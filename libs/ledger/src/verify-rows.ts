import { hash } from 'node:crypto';
import { entryStatement, type EntryStatement } from './entry-statement.ts';
import type { CopyPart, Finding } from './findings.ts';
import type { EventCopy, LedgerRow, Place, StoreRow } from './verification.port.ts';

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

/** Numbers of the parts that are not those that the entry names, or are one too few or too many. */
const changedParts = (sealed: readonly Buffer[], { sealedHashes }: EntryStatement): readonly number[] => {
  const changed: number[] = [];
  const parts = Math.max(sealed.length, sealedHashes.length);
  for (let part = 0; part < parts; part += 1) {
    const ciphertext = sealed[part];
    if (!ciphertext || hash('sha256', ciphertext, 'hex') !== sealedHashes[part]) changed.push(part);
  }
  return changed;
};

/** Holds one stored event against itself, and returns the leaf that its entry makes, hexadecimal. */
export const checkStoreRow = (row: StoreRow, report: Report): string => {
  const { stream, revision } = row;
  const statement = entryStatement(row.leafInput, 1);
  if (!statement) report({ kind: 'entryMalformed', stream, revision });
  else {
    if (hash('sha256', row.data, 'hex') !== statement.dataHash) report({ kind: 'dataChanged', stream, revision });
    for (const part of changedParts(row.sealed, statement)) report({ kind: 'sealedChanged', stream, revision, part });
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

/** What the entry says otherwise; nothing when it says nothing. */
const changedByEntry = (row: LedgerRow, { data, sealed }: EventCopy, statement: EntryStatement | undefined): readonly CopyPart[] => {
  if (!statement) return [];
  const changed: CopyPart[] = [];
  if (hash('sha256', data, 'hex') !== statement.dataHash) changed.push('data');
  if (changedParts(sealed, statement).length > 0) changed.push('sealed');
  if (!agree(statement, row)) changed.push('columns');
  return changed;
};

/** Holds a ledger's row against the bytes that the ledger itself has of its event, if it has any. */
export const checkCopy = (row: LedgerRow, report: Report): void => {
  const { index, stream, revision, leaf, copy } = row;
  if (!copy) return;
  const parts: readonly CopyPart[] = [
    ...(hash('sha256', copy.leafInput, 'hex') === leaf.toString('hex') ? [] : (['entry'] as const)),
    ...changedByEntry(row, copy, entryStatement(copy.leafInput, 1)),
    ...(copy.misfiled ? (['partition'] as const) : []),
  ];
  if (parts.length > 0) report({ kind: 'copyChanged', index, stream, revision, parts });
};
