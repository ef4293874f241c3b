import type { LedgerReader } from '#eventsourcing';
import { wholeReader, type SliceReader } from './slice-reader.ts';
import { sameSlice, WHOLE, type Partitioner, type Slice } from './slice.ts';

/** How one process follows the ledger together with others: which slices are its own, and from where it reads them. */
export interface LiveFeed extends SliceReader {
  /** So many slices live builds have. */
  readonly partitions: number;
  readonly partitionOf: Partitioner;
  /** The slice is this process' now. Two may think so for a while: each of their transactions compares where the other has come. */
  holds(slice: Slice): boolean;
  /** This process makes builds, fills them and splits them: one at a time is enough, more do no harm. */
  leads(): boolean;
  /** Everything of the slice below this position is in the rows of all live builds. */
  passed(slice: Slice, position: number): void;
  /** Tells of a slice that something may have come for it, or, without a slice, that others are this process' now; returns the way to stop that. */
  onChange(listener: (slice?: Slice) => void): () => void;
}

/** One process follows the whole ledger, by reading it. */
export const wholeFeed = (ledger: LedgerReader): LiveFeed => ({
  ...wholeReader(ledger),
  partitions: WHOLE.of,
  partitionOf: () => WHOLE.partition,
  holds: (slice) => sameSlice(slice, WHOLE),
  leads: () => true,
  passed: () => undefined,
  onChange: (listener) => ledger.onGrowth(() => listener(WHOLE)),
});
