import type { ReceivedRecord } from './record.ts';

/** Told what happens to one member of a consumer group. */
export interface PartitionListener {
  /** These partitions are this member's from now on, in place of those before. What comes first of each is where the group has committed, else the oldest. */
  assigned(partitions: readonly number[]): void;
  /** None of these is this member's any more; another may be at work on them already. */
  revoked(partitions: readonly number[]): void;
  /** In the order of offsets; the next ones of that partition come after it has resolved. Other partitions do not wait for it. */
  received(partition: number, records: readonly ReceivedRecord[]): Promise<void>;
  /** What is not a record of this program was found in the topic and is passed over; or the connection failed and is tried again. */
  warned(error: Error): void;
}

export interface ConsumerStatus {
  /** Member of the group, with an assignment. */
  readonly joined: boolean;
  /** When the broker last answered a fetch, even with nothing; ms of `performance.now()`. Stands still when the consumer is stuck, whatever its heartbeats say. */
  readonly fetchedAt: number;
}

/** One member of a consumer group on one topic. It supervises itself: reconnects, rejoins, and starts anew when it makes no progress. */
export interface RecordConsumer {
  /** A hint to whoever takes the partition over: start at `offset`. Never awaited, may be lost. */
  commit(partition: number, offset: string): void;
  status(): ConsumerStatus;
  stop(): Promise<void>;
}

export type OpenConsumer = (
  options: { readonly topic: string; readonly group: string },
  listener: PartitionListener,
) => Promise<RecordConsumer>;
