import type { Instant } from '#eventsourcing';
import type { UserStanding } from '../directory.port.ts';
import type { ProcessDefinition } from '../process/process-definition.ts';

/** What the application looks up for every command under a process. */
export interface KnownOfAsking {
  /** Who asks, and the roles that they hold. */
  readonly userId: string;
  readonly roles: readonly string[];
  /** When it happened: never later than now. */
  readonly at: Instant;
  readonly now: Instant;
  /** The process that the thing is pinned to; for one that is to begin, the one it will be pinned to. */
  readonly definition: ProcessDefinition;
  /** Of the person whom the command names, if it names one. */
  readonly named?: UserStanding;
}
