import type { SequencedEvent } from '#eventsourcing';

/** What one look at a partition has found. */
export interface PartitionSlice {
  readonly events: readonly SequencedEvent[];
  /** Where to go on: below it, the partition has nothing from the start of the look on but these events. Never before that start. */
  readonly to: number;
}

/** The ledger by partitions, each case in the one that {@link partitionOf} says: for those who fill holes or catch up without the topic. */
export interface PartitionReader {
  /**
   * Events of partition `partition` of `of` with `from` ≤ index < `to`, in order, at most `limit`. It is looked through up to `to` or the
   * ledger's size, unless the limit is reached: then up to and with the last of these events.
   */
  readPartition(partition: number, of: number, from: number, to: number, limit: number): Promise<PartitionSlice>;
  /** For each of `of` partitions its last index below `below`; -1 for one that has none. */
  partitionHeads(of: number, below: number): Promise<readonly number[]>;
  /** How many events the partition has at and after `from`; counts up to `limit`. */
  countPartition(partition: number, of: number, from: number, limit: number): Promise<number>;
}
