import type { CaseId, StoredEvent, StreamId } from './message.ts';

/** A place in the store's commit order, opaque; JSON-able string. */
export type SourceCursor = string;

export interface SourcedEvent {
  readonly cursor: SourceCursor;
  readonly stream: StreamId;
  readonly revision: number;
  readonly caseId: CaseId;
  /** SHA-256(0x00 ‖ entry), RFC 6962 */
  readonly leaf: Buffer;
}

/** With its bytes: for a ledger that keeps a copy of its own, because the store is another database. */
export type WholeSourcedEvent = SourcedEvent & StoredEvent;

/** The store in commit order, for the one sequencer. Never returns an event before one that could still commit ahead of it (I3). */
export interface EventSource<E extends SourcedEvent = SourcedEvent> {
  /** The fixed stream prefix it reads; '' = all. */
  readonly prefix: string;
  /** At most `limit` events after the cursor; from the very first without one. None: nothing is ready yet, ask again. */
  readAfter(cursor: SourceCursor | undefined, limit: number): Promise<readonly E[]>;
  /** Hint: something may be there. `together`: in how many appends, committed as one, where that is known. Returns the way to stop it. */
  onAppended(listener: (together?: number) => void): () => void;
}
