import type { SourceCursor, SourcedEvent, StreamId } from '#eventsourcing';
import type { Frontier, TreeNode } from './merkle.ts';

/** Where the ledger stands: what the next write builds on, and must find unchanged. */
export interface LedgerState {
  /** UUID; given once, when the ledger is opened for the first time. */
  readonly ledgerId: string;
  /** The streams that it sequences; never changed. */
  readonly prefix: string;
  readonly frontier: Frontier;
  readonly root: Buffer;
  /** The last event sequenced; nothing before the first. */
  readonly cursor: SourceCursor | undefined;
}

/** One step of the ledger: these events get the indexes from `from.frontier.size` on. */
export interface LedgerStep<E extends SourcedEvent = SourcedEvent> {
  readonly from: LedgerState;
  readonly to: LedgerState;
  /** At least one, in commit order. */
  readonly events: readonly E[];
  /** Inner nodes on stored levels that became complete. */
  readonly nodes: readonly TreeNode[];
}

/** The ledger's writing side, for the relay alone. */
export interface LedgerStore<E extends SourcedEvent = SourcedEvent> {
  /** The present state; gives the ledger its identity the first time. Throws {@link LedgerHalted} when it was opened for another prefix. */
  open(prefix: string): Promise<LedgerState>;
  /** The last sequenced revision of each of these streams that has one. */
  lastRevisions(streams: readonly StreamId[]): Promise<ReadonlyMap<StreamId, number>>;
  /**
   * Writes rows, nodes and head all together if the head still is `from` (size, root and cursor); else nothing, and `stale`.
   * A stream's revision that is sequenced already: {@link LedgerHalted}. Any other error: the step was written or not, only `open` tells.
   */
  advance(step: LedgerStep<E>): Promise<'written' | 'stale'>;
  /** How many events wait to be sequenced; counts up to `limit`. */
  unsequenced(limit: number): Promise<number>;
}

/** What the relay was given cannot be sequenced, now or later: it writes nothing more until someone has looked into it. */
export class LedgerHalted extends Error {
  override readonly name = 'LedgerHalted';
}
