import type { StoredEvent, StreamId } from './message.ts';

/**
 * What became of an append. `committed`: these very events are in the stream at these revisions, written by this append or, in a store that
 * recognises a repetition, by an earlier one of the same bytes. `conflict`: the stream is not at the revision that the first event follows;
 * nothing was written.
 * `unknown`: the connection died while the commit was under way; only reading the stream again can tell.
 * Anything that certainly wrote nothing and is not a conflict (store down, disk full, read-only) is thrown as {@link StoreUnavailable}.
 */
export type AppendOutcome =
  { readonly outcome: 'committed' } | { readonly outcome: 'conflict' } | { readonly outcome: 'unknown'; readonly cause: Error };

/** Streams of opaque bytes. Invariants I1 to I3; every adapter passes `eventStoreContract`. */
export interface EventStore {
  /**
   * Appends one decision's events: one stream, one case, consecutive revisions; the expected revision is the first event's minus one.
   * All of them or none. Throws {@link CaseBoundToStream} when the stream belongs to another case.
   */
  append(events: readonly StoredEvent[]): Promise<AppendOutcome>;
  /** The stream's events from `fromRevision` on, in order; empty when there are none. */
  read(stream: StreamId, fromRevision?: number): Promise<readonly StoredEvent[]>;
}

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export class CaseBoundToStream extends Error {
  override readonly name = 'CaseBoundToStream';
  constructor(readonly stream: StreamId) {
    super(`stream ${stream} belongs to another case`);
  }
}
