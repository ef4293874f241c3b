import type { Instant, PendingDeadline, StreamId } from '#eventsourcing';

/** A stream with deadlines, in the order in which they are read: by the earliest of them, then by name. */
export interface DeadlinePlace {
  readonly firesAt: Instant;
  readonly stream: StreamId;
}

export interface WaitingStream extends DeadlinePlace {
  /** All that are pending in it, be it later. */
  readonly pending: readonly PendingDeadline[];
}

export interface DeadlineCounts {
  readonly pending: number;
  /** Whose time has come, and whose command has no answer yet that the rows show. */
  readonly overdue: number;
}

/**
 * The live rows of the projection of deadlines; none while it has no live build. They may be behind the ledger: a deadline read here may be
 * over, which its aggregate knows. Every adapter passes `pendingDeadlinesContract`.
 */
export interface PendingDeadlines {
  /** Streams with a deadline that fires by then, so many after a place. */
  due(by: Instant, limit: number, after?: DeadlinePlace): Promise<readonly WaitingStream[]>;
  /** When the next one fires after that; nothing when none is foreseen. */
  next(after: Instant): Promise<Instant | undefined>;
  counts(by: Instant): Promise<DeadlineCounts>;
}
