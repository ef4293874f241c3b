import type { CaseId, Command, Instant, StreamId } from './message.ts';

/**
 * Something awaited in a stream, and the command that is given to that stream when it has not come by then. It stands for itself: whoever
 * issues the command needs nothing else, and always issues the same one.
 */
export interface PendingDeadline<C extends Command = Command> {
  readonly name: string;
  /** What it is about; a stream may have several of one name. */
  readonly subject: string;
  readonly caseId: CaseId;
  readonly stream: StreamId;
  /** Business time: what has happened by then, has happened in time. The command's `occurredAt`. */
  readonly dueAt: Instant;
  /** From when on the command is issued: not before it is due. */
  readonly firesAt: Instant;
  /** Derived from the event that set the deadline, so that a repeat does nothing. */
  readonly commandId: string;
  readonly command: C;
  readonly source: {
    readonly eventId: string;
    readonly commandId: string;
    readonly correlationId: string;
    readonly index: number;
    readonly policyVersion: string;
    readonly processVersion: string;
  };
}
