import type { AuthorityTable } from './authority/table.ts';
import type { Instant } from '#eventsourcing';

/** What someone's record says of them now: the facts that authority rests on. */
export interface UserFacts {
  readonly userId: string;
  readonly active: boolean;
  readonly roles: readonly string[];
  /** Since when each of them is held; a role's change works from its event on, never backwards. */
  readonly heldSince?: Readonly<Partial<Record<string, Instant>>>;
  readonly teamId: string | null;
  /** The revision of the user's stream that says so. */
  readonly userRevision: number;
}

export type UserStanding = 'active' | 'inactive' | 'unknown';

/** Who is who, from the streams of users and teams, and what whose roles allow. Every answer holds what this process has accepted; what another one accepted, within a moment. */
export interface Directory {
  user(userId: string): Promise<UserFacts | undefined>;
  standing(userId: string): Promise<UserStanding>;
  teamExists(teamId: string): Promise<boolean>;
  /** Who manages the team or one above it, nearest first. */
  managersOf(teamId: string): Promise<readonly string[]>;
  /** The table of authority in force now. */
  authority(): Promise<AuthorityTable>;
}
