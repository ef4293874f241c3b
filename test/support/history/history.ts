import type { SequencedEvent, StoredEvent } from '#eventsourcing';
import type { Publication } from '#fanout';
import type { AnyProjectionTable, Checkpoint } from '#projections';
import type { CommandHistory } from '../command-history.ts';
import type { TopicRecord } from '../whole-topic.ts';

/** A read model as its readers find it. */
export interface ReadModel {
  readonly definition: AnyProjectionTable;
  /** As `comparable` gives them. */
  readonly rows: readonly object[];
  /** Of each slice of its live build. */
  readonly checkpoints: readonly Checkpoint[];
  readonly parkedCases: number;
}

/** All that the distributed profile has left behind, read when nothing was under way any more. */
export interface History {
  /** What clients were told. */
  readonly commands: Pick<CommandHistory, 'faults'>;
  /** The event store, in the order of its commits. */
  readonly store: readonly StoredEvent[];
  readonly ledgerId: string;
  readonly ledger: readonly SequencedEvent[];
  /** What the ledger's own verification found, in words. */
  readonly verified: readonly string[];
  readonly publications: readonly Publication[];
  /** By topic, all that is in it: repetitions, and records of former ledgers too. Each partition in the order of its offsets. */
  readonly topics: ReadonlyMap<string, readonly TopicRecord[]>;
  readonly models: readonly ReadModel[];
}
