import type { LedgerRow } from './verification.port.ts';
import type { Report } from './verify-rows.ts';

/** A stored event by its name, and the leaf that its entry makes, hexadecimal. */
export interface StoredLeaf {
  readonly stream: string;
  readonly revision: number;
  readonly leaf: string;
}

/** Beyond this many they are told at once: one that was moved then shows as one missing and one inserted. */
const rememberedAtMost = 100_000;

interface Named {
  readonly stream: string;
  readonly revision: number;
}

const nameOf = ({ stream, revision }: Named): string => `${stream}@${revision}`;

const remember = <T extends Named>(rows: Map<string, T>, row: T): boolean => {
  if (rows.size >= rememberedAtMost || rows.has(nameOf(row))) return false;
  rows.set(nameOf(row), row);
  return true;
};

/** Events that only one of store and ledger has at their place of the commit order; those that the other has elsewhere were moved. */
export const unpairedEvents = (report: Report) => {
  const stored = new Map<string, StoredLeaf>();
  const sequenced = new Map<string, LedgerRow>();
  const missing = ({ index, stream, revision }: LedgerRow): void => report({ kind: 'eventMissing', index, stream, revision });
  const inserted = ({ stream, revision }: Named): void => report({ kind: 'eventInserted', stream, revision });
  const moved = ({ index, stream, revision, leaf }: LedgerRow, elsewhere: StoredLeaf): void => {
    report({ kind: 'eventMoved', index, stream, revision });
    if (elsewhere.leaf !== leaf.toString('hex')) report({ kind: 'entryChanged', index, stream, revision });
  };
  return {
    stored: (event: StoredLeaf): void => {
      if (!remember(stored, event)) inserted(event);
    },
    sequenced: (row: LedgerRow): void => {
      if (!remember(sequenced, row)) missing(row);
    },
    settle: (): void => {
      for (const [name, row] of sequenced) {
        const elsewhere = stored.get(name);
        if (elsewhere) moved(row, elsewhere);
        else missing(row);
        stored.delete(name);
      }
      for (const event of stored.values()) inserted(event);
    },
  };
};
