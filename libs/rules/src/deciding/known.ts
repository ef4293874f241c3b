import type { Instant } from '#eventsourcing';
import type { UserStanding } from '../directory.port.ts';
import type { ProcessDefinition } from '../process/process-definition.ts';

/** What the application looks up for every command under a process. */
export interface KnownOfAsking {
  /** Who asks, and the roles that they hold; of a delegate, whose authority it is, and the roles that were delegated. */
  readonly userId: string;
  /** Who asks, and for whom: what nobody may do with their own, neither does. Just who asks when absent. */
  readonly persons?: readonly string[];
  readonly roles: readonly string[];
  /** When it happened: never later than now. */
  readonly at: Instant;
  readonly now: Instant;
  /** The process that the thing is pinned to; for one that is to begin, the one it will be pinned to. */
  readonly definition: ProcessDefinition;
  /** Of the person whom the command names, if it names one. */
  readonly named?: UserStanding;
}

/** Whether somebody has a part in what is asked: asks it, or has it asked for them. */
export const isParty = ({ userId, persons = [userId] }: Pick<KnownOfAsking, 'userId' | 'persons'>, someone: string | null): boolean =>
  someone !== null && persons.includes(someone);
