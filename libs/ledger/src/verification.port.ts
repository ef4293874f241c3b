import type { CaseId, SourceCursor, StreamId } from '#eventsourcing';
import type { LedgerState } from './ledger-store.port.ts';
import type { TreeNode } from './merkle.ts';

/** Where an event stands in the commit order: by epoch, then transaction, then position. */
export interface Place {
  readonly epoch: number;
  readonly transaction: number;
  readonly position: number;
}

/** An event as the store has it, unchecked. */
export interface StoreRow extends Place {
  readonly stream: StreamId;
  readonly revision: number;
  readonly caseId: CaseId;
  /** 0x00 ‖ entry: what the leaf is the hash of, and so it is not copied for that. */
  readonly leafInput: Buffer;
  readonly data: Buffer;
  readonly sealed: readonly Buffer[];
}

/** An event as the ledger has it, unchecked. */
export interface LedgerRow extends Place {
  readonly index: number;
  readonly stream: StreamId;
  readonly revision: number;
  readonly caseId: CaseId;
  readonly leaf: Buffer;
  /** Of a ledger that keeps whole events. */
  readonly copy?: EventCopy;
}

/** The bytes that the ledger itself has of an event, unchecked. */
export interface EventCopy {
  /** 0x00 ‖ entry. */
  readonly leafInput: Buffer;
  readonly data: Buffer;
  readonly sealed: readonly Buffer[];
  /** By what the row says of its case, it stands in the partitions of another. */
  readonly misfiled: boolean;
}

/** Rows and inner nodes that no step has written. */
export interface Surplus {
  readonly rows: readonly Pick<LedgerRow, 'index' | 'stream' | 'revision'>[];
  readonly nodes: readonly Pick<TreeNode, 'level' | 'index'>[];
}

/** Store and ledger as they are, for a verification: whatever they hold is handed over, right or wrong, in large batches. */
export interface VerificationSource {
  /** Nothing as long as the ledger was never opened. */
  current(): Promise<LedgerState | undefined>;
  /** Every event of the streams with this prefix, in commit order, up to the cursor and including it. */
  storeRows(prefix: string, until: SourceCursor): AsyncIterable<readonly StoreRow[]>;
  /** Every row with an index below `size`, by index. */
  ledgerRows(size: number): AsyncIterable<readonly LedgerRow[]>;
  /** Every stored inner node over leaves below `size`, in the order of completion: by the last leaf it covers, then by level. */
  storedNodes(size: number): AsyncIterable<readonly TreeNode[]>;
  /** Nothing when it is no cursor. */
  placeOf(cursor: SourceCursor): Promise<Place | undefined>;
  /** The size that the ledger had once the event at the cursor was sequenced; nothing when store or ledger lack that event. */
  sizeAt(cursor: SourceCursor): Promise<number | undefined>;
  /** The last row with an index below `size`: the size that the ledger had then, and its event's cursor. */
  lastRow(size: number): Promise<{ readonly size: number; readonly cursor: SourceCursor } | undefined>;
  /** A bound on how many rows there are, rather too high, had at once. */
  rowsAtMost(): Promise<number>;
  /** What stands where only later steps may write, beyond `size` and beyond the present head; at most `limit` of each. */
  surplus(size: number, limit: number): Promise<Surplus>;
  /** How many events wait to be sequenced; counts up to `limit`. */
  unsequenced(limit: number): Promise<number>;
}
