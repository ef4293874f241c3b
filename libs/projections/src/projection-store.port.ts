import type { CaseId, Instant, RowKey } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import type { Partitioner, Slice } from './slice.ts';

/** Rows of one version of a projection, in tables of their own. Builds of one projection stand beside each other; at most one is live. */
export interface BuildId {
  readonly projection: string;
  readonly version: number;
  /** Counts the rebuilds of this projection, over all its versions, from 1. */
  readonly build: number;
}

/** Filling: not yet read by anyone. Live: behind the views. Previous: was live before that one, kept for a rollback. */
export type BuildState = 'filling' | 'live' | 'previous';

/** A build together with the code that folds it. */
export interface Build extends BuildId {
  readonly definition: AnyProjectionTable;
}

/** How far a build has come in one slice of one ledger. */
export interface Checkpoint extends Slice {
  readonly ledgerId: string;
  /** The ledger index that comes next; the slice's events below it are in the rows. */
  readonly position: number;
  /** Leaf hash of the event at `position - 1`; nothing at 0. */
  readonly leaf: Buffer | undefined;
}

/** A case held back in one build, from an event on that could not be handled. */
export interface ParkedCase {
  readonly caseId: CaseId;
  /** Ledger index of the event that could not be handled. */
  readonly fromIndex: number;
  readonly error: string;
  /** When the event at `fromIndex` was recorded. */
  readonly recordedAt: Instant;
  /** Events of the case that wait, the first one included. */
  readonly heldBack: number;
}

/** A parked case as operators see it. */
export interface ParkedCaseRecord extends ParkedCase, BuildId {
  readonly attempts: number;
  readonly parkedAt: Instant;
}

/** Where a build stands in one slice, read in one snapshot. `turn` changes with every transaction on the two: what was read at one turn holds until the next. */
export interface Seat {
  readonly checkpoint: Checkpoint;
  readonly turn: number;
  readonly state: BuildState;
  readonly paused: boolean;
  /** Its indexes are made, so that it may go live. */
  readonly finished: boolean;
  readonly parked: ReadonlyMap<CaseId, ParkedCase>;
}

/** One slice of a build as the registry has it, with or without code for it. All slices of a build have the same state, shape and `of`. */
export interface BuildRecord extends BuildId {
  readonly state: BuildState;
  readonly finished: boolean;
  readonly shape: string;
  readonly paused: boolean;
  readonly turn: number;
  readonly checkpoint: Checkpoint;
  readonly parkedCases: number;
  readonly heldBack: number;
  /** When the oldest event of a parked case was recorded. */
  readonly oldestHeldBack: Instant | undefined;
}

/** What one transaction does to the rows; a row stands in one of the lists at most. */
export interface RowChanges {
  /** Certainly not in the table yet. */
  readonly fresh: readonly object[];
  readonly changed: readonly object[];
  readonly gone: readonly RowKey[];
}

/** An event that an operator took out of one build. */
export interface Discard {
  readonly caseId: CaseId;
  readonly index: number;
  readonly error: string;
  readonly operator: string;
  readonly reason: string;
}

/** One transaction on a slice of a build. It happens only if that is still at `from`, and then as a whole. */
export interface Change {
  readonly from: { readonly position: number; readonly turn: number };
  readonly to: { readonly position: number; readonly leaf: Buffer | undefined };
  readonly rows: RowChanges;
  /** Newly parked, or parked again: then it counts as one more attempt. */
  readonly parked: readonly ParkedCase[];
  /** Further events held back, by case. */
  readonly heldBack: ReadonlyMap<CaseId, number>;
  readonly released: readonly CaseId[];
  readonly discarded: readonly Discard[];
}

/** Refused: the database rejects a row for its data (SQLSTATE class 22 or 23, or a row too large to index). Stale: the build is elsewhere, about to be, or paused. */
export type CommitOutcome =
  { readonly kind: 'committed'; readonly turn: number } | { readonly kind: 'stale' } | { readonly kind: 'refused'; readonly error: string };

/** One slice of a build under lock: nobody else moves it meanwhile. */
export interface LockedBuild {
  readonly seat: Seat;
  load(keys: readonly RowKey[]): Promise<readonly (object | undefined)[]>;
  /** What the database would say to these rows; writes nothing. */
  refusal(rows: RowChanges): Promise<string | undefined>;
  /** At most once; `paused` does not hinder it. */
  commit(change: Change): Promise<CommitOutcome>;
}

/**
 * Where rows and checkpoints live, in one place, so that one transaction changes both. Every adapter passes `projectionStoreContract`.
 * Methods throw when the database cannot be reached; nobody is parked for that. Where no slice is given, the build is one for the whole ledger.
 */
export interface ProjectionStore {
  /** One record for each slice, by projection, build and partition. */
  builds(ledgerId: string): Promise<readonly BuildRecord[]>;
  /** Makes an empty build that fills from index 0, as one slice. False when there is such a build already. */
  create(build: Build, ledgerId: string): Promise<boolean>;
  /** Nothing when the build is gone, or is sliced in another way. Throws {@link ProjectionHalted} when it belongs to another ledger. */
  seat(build: Build, ledgerId: string, slice?: Slice): Promise<Seat | undefined>;
  load(build: Build, keys: readonly RowKey[]): Promise<readonly (object | undefined)[]>;
  commit(build: Build, ledgerId: string, change: Change, slice?: Slice): Promise<CommitOutcome>;
  /** What the database would say to these rows; writes nothing. */
  refusal(build: Build, rows: RowChanges): Promise<string | undefined>;
  locked<T>(build: Build, ledgerId: string, work: (locked: LockedBuild) => Promise<T>, slice?: Slice): Promise<T>;
  /** Makes the indexes and statistics; what was made already stays. */
  finish(build: Build): Promise<void>;
  /**
   * Puts a filling build behind the views, in one transaction; the live one becomes the previous one, older ones go.
   * `behind` when the live one has come further in any slice, unless `regardless`.
   */
  swap(build: Build, ledgerId: string, options: { readonly regardless: boolean }): Promise<'swapped' | 'behind'>;
  /**
   * Splits each slice of a build into so many that there are `into` altogether, each with the checkpoint of the one it was part of, and its
   * parked cases. False when there are so many already, or another split came between. Throws when `into` is no multiple.
   */
  split(build: BuildId, ledgerId: string, into: number, partitioner: Partitioner): Promise<boolean>;
  /** Makes a previous build fill again from where it stands. False when it is not a previous one any more. */
  refill(build: BuildId): Promise<boolean>;
  /** Drops a filling build. */
  abandon(build: BuildId): Promise<void>;
  /** Stops or lets go all builds of a projection; when it resolves to true, nothing is under way any more. False: there is no such projection. */
  setPaused(projection: string, paused: boolean): Promise<boolean>;
  parked(ledgerId: string): Promise<readonly ParkedCaseRecord[]>;
}

/** A read model and the ledger do not belong together: nothing is projected until somebody has looked into it. */
export class ProjectionHalted extends Error {
  override readonly name = 'ProjectionHalted';
  constructor(
    readonly projection: string,
    readonly reason: string,
  ) {
    super(`projection ${projection} halted: ${reason}`);
  }
}
