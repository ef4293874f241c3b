import type { SequencedEvent } from '#eventsourcing';

/** One event on its way to, or from, its partition of the topic. */
export interface FanoutRecord {
  readonly ledgerId: string;
  readonly partition: number;
  /** The ledger index before this one in the same partition; -1 at its first. Who follows a partition sees by it that nothing is missing. */
  readonly prevIndex: number;
  readonly event: SequencedEvent;
}

/** As a consumer got it. `offset`: of the broker, a decimal number; a hint where to go on, never a position. */
export interface ReceivedRecord extends FanoutRecord {
  readonly offset: string;
}
