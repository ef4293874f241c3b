import type { Awaitable, Instant } from '#eventsourcing';
import type { AuthorityTable } from './authority/table.ts';

/** What someone's record says of them now: the facts that authority rests on. */
export interface UserFacts {
  readonly userId: string;
  readonly active: boolean;
  readonly roles: readonly string[];
  /** Since when each of them is held; a role's change works from its event on, never backwards. */
  readonly heldSince?: Readonly<Partial<Record<string, Instant>>>;
  readonly teamId: string | null;
  /** Those that they cover of their own, which take the place of their team's. */
  readonly territories?: readonly string[];
  /** The revision of the user's stream that says so. */
  readonly userRevision: number;
}

/** Somebody acts for a user in some of the roles that they still hold, from a time until before another. */
export interface DelegationFacts {
  readonly delegationId: string;
  /** Whose authority it is. */
  readonly by: string;
  readonly to: string;
  readonly roles: readonly string[];
  readonly from: Instant;
  readonly until: Instant;
}

/** A user is away, from a time until before another. */
export interface AbsenceFacts {
  readonly absenceId: string;
  readonly from: Instant;
  readonly until: Instant;
  /** Whom to turn to meanwhile; without a delegation they may no more than before. */
  readonly substituteId: string | null;
}

/** A user has left; who was named to get what is open of theirs. */
export interface DepartureFacts {
  readonly userId: string;
  readonly successorId: string | null;
}

export type UserStanding = 'active' | 'inactive' | 'unknown';

/** Who is who, from the streams of users and teams, and what whose roles allow. Every answer holds what this process has accepted; what another one accepted, within a moment. */
export interface Directory {
  user(userId: string): Promise<UserFacts | undefined>;
  standing(userId: string): Promise<UserStanding>;
  teamExists(teamId: string): Promise<boolean>;
  /** Who manages the team or one above it, nearest first. */
  managersOf(teamId: string): Promise<readonly string[]>;
  /** What the user covers: their own territories, or else those of the nearest team of theirs that has any. */
  territoriesOf(userId: string): Promise<readonly string[]>;
  /** Who covers a territory and may act, by id; as far as the ledger is sequenced. */
  covering(territory: string): Promise<readonly string[]>;
  /** Who may act for the user at that time, by delegations in force. */
  delegationsOf(userId: string, at: Instant): Promise<readonly DelegationFacts[]>;
  /** For whom the user may act at that time; as far as the ledger is sequenced. */
  delegationsTo(userId: string, at: Instant): Promise<readonly DelegationFacts[]>;
  /** Whether the user is away at that time. */
  absenceOf(userId: string, at: Instant): Promise<AbsenceFacts | undefined>;
  /** Whether the user has left, and not come back; read anew, so that it holds whatever was recorded before it is asked. */
  departureOf(userId: string): Promise<DepartureFacts | undefined>;
  /** The table of authority in force now. */
  authority(): Awaitable<AuthorityTable>;
}
