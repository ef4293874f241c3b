import type { CaseId } from '#eventsourcing';

/** How far a live build has come. */
export interface LiveSeat {
  /** The slice's events below this ledger index are in the rows, but for those of parked cases. */
  readonly position: number;
  /** Parked cases, each with the index from which on it is held back. */
  readonly parkedFrom: ReadonlyMap<CaseId, number>;
}

/** Lets a query wait until a read model is recent enough. */
export interface LiveProgress {
  readonly ledgerId: string;
  /** Of the slice that the event at this index is in, which is then written if it lingers; nothing while the projection has no live build. */
  liveSeat(projection: string, index: number): Promise<LiveSeat | undefined>;
  /** Calls back when a seat may have changed; returns the way to stop that. */
  onMove(listener: () => void): () => void;
}
