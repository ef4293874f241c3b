import type { Command, DomainEvent, Instant, StreamId } from './message.ts';
import type { LedgerEvent } from './projection.ts';

/** A command that follows from an event. Its id is derived from the event, so that a repeat does nothing. */
export interface Reaction<C extends Command = Command> {
  readonly stream: StreamId;
  readonly command: C;
  /** Tells it apart from another command of this type that may follow for the same stream; one alone needs none. */
  readonly key?: string;
  readonly occurredAt?: Instant;
}

/** Carries facts across streams: reads the ledger, issues commands. Pure; its runner keeps the checkpoint and passes no event whose commands are unanswered. */
export interface ProcessManager<E extends DomainEvent = DomainEvent, C extends Command = Command> {
  readonly name: string;
  readonly handles: readonly E['type'][];
  readonly react: (event: LedgerEvent<E>) => readonly Reaction<C>[];
}
