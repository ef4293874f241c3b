import { refuse, type Decision, type Instant, type RecordedEvent } from '#eventsourcing';
import type { Role, UserEvent } from '#event-contracts';
import { personsOf } from '#rules';

/** Somebody acts for a user in some of their roles, from a time until before another. */
export interface Delegation {
  readonly delegationId: string;
  readonly to: string;
  readonly roles: readonly Role[];
  readonly from: Instant;
  readonly until: Instant;
}

/** A user is away, from a time until before another. */
export interface Absence {
  readonly absenceId: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly substituteId: string | null;
}

export interface KnownUser {
  /** Who left may come back by being reactivated, and has to be granted roles anew. */
  readonly status: 'active' | 'inactive' | 'left';
  readonly userId: string;
  readonly roles: readonly Role[];
  /** When each role that is held was recorded as granted. */
  readonly heldSince: Readonly<Partial<Record<Role, Instant>>>;
  readonly teamId: string | null;
  /** Those of their own, which take the place of their team's. */
  readonly territories: readonly string[];
  /** By role: the persons who proposed it, so that another one confirms it. */
  readonly proposed: Readonly<Partial<Record<Role, readonly string[]>>>;
  readonly delegations: readonly Delegation[];
  readonly absences: readonly Absence[];
  /** Who was named, when they left, to get what is open of theirs. */
  readonly successorId: string | null;
}
export type User = { readonly status: 'unknown' } | KnownUser;

export type UserRefusal =
  | 'UserUnknown'
  | 'UserInactive'
  | 'TeamUnknown'
  // Granting by two persons.
  | 'SecondPersonNeeded'
  | 'NotProposed'
  | 'SamePerson'
  // Delegation and absence.
  | 'RolesNotHeld'
  | 'DelegateIsOneself'
  | 'DelegateNotActive'
  | 'SubstituteNotActive'
  | 'PeriodInThePast'
  | 'PeriodEmpty'
  | 'PeriodTooLong'
  | 'StatedOtherwise'
  // Leaving.
  | 'NotLeftYet'
  | 'SuccessorNotActive';
export type Outcome = Decision<UserEvent, UserRefusal>;

export const inactive = (): Outcome => refuse('UserInactive', {}, ['ReactivateUser']);

type Recorded<T extends UserEvent['type']> = RecordedEvent<Extract<UserEvent, { type: T }>>;

const registered = ({ data: { userId } }: Recorded<'UserRegistered'>): KnownUser => ({
  ...{ status: 'active', userId, roles: [], heldSince: {}, teamId: null },
  ...{ territories: [], proposed: {}, delegations: [], absences: [], successorId: null },
});

const without = <T extends object>(record: T, role: Role): T =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== role)) as T;

const granted = (state: KnownUser, { data: { role }, recordedAt }: Recorded<'RoleGranted'>): KnownUser => ({
  ...state,
  roles: [...state.roles, role],
  heldSince: { ...state.heldSince, [role]: recordedAt },
  proposed: without(state.proposed, role),
});

/** What was delegated of it is gone too, and does not come back with the role. */
const revoked = (state: KnownUser, { data: { role } }: Recorded<'RoleRevoked'>): KnownUser => ({
  ...state,
  roles: state.roles.filter((held) => held !== role),
  delegations: state.delegations.map((each) => ({ ...each, roles: each.roles.filter((delegated) => delegated !== role) })),
  heldSince: without(state.heldSince, role),
});

const proposed = (state: KnownUser, { data: { role }, actor }: Recorded<'RoleGrantProposed'>): KnownUser => ({
  ...state,
  proposed: { ...state.proposed, [role]: personsOf(actor) },
});

const delegated = (state: KnownUser, { data }: Recorded<'AuthorityDelegated'>): KnownUser => {
  const { delegationId, to, roles, from, until } = data;
  return { ...state, delegations: [...state.delegations, { delegationId, to, roles, from, until }] };
};

const away = (state: KnownUser, { data }: Recorded<'AbsenceRecorded'>): KnownUser => {
  const { absenceId, from, until, substituteId = null } = data;
  return { ...state, absences: [...state.absences, { absenceId, from, until, substituteId }] };
};

/** Nothing is left that anybody could act by; which team they were in stays. */
const left = (state: KnownUser, { data }: Recorded<'UserLeft'>): KnownUser => ({
  ...{ ...state, status: 'left', roles: [], heldSince: {}, successorId: data.successorId ?? null },
  ...{ territories: [], proposed: {}, delegations: [], absences: [] },
});

type Folding = { readonly [T in UserEvent['type']]: (state: KnownUser, event: Recorded<T>) => KnownUser };

const fold: Folding = {
  UserRegistered: (_, event) => registered(event),
  UserDeactivated: (state) => ({ ...state, status: 'inactive' }),
  UserReactivated: (state) => ({ ...state, status: 'active' }),
  RoleGranted: granted,
  RoleRevoked: revoked,
  TeamJoined: (state, { data: { to } }) => ({ ...state, teamId: to }),
  TeamLeft: (state) => ({ ...state, teamId: null }),
  RoleGrantProposed: proposed,
  RoleGrantConfirmed: (state) => state,
  RoleGrantDeclined: (state, { data: { role } }) => ({ ...state, proposed: without(state.proposed, role) }),
  AuthorityDelegated: delegated,
  DelegationRevoked: (state, { data }) => ({
    ...state,
    delegations: state.delegations.filter(({ delegationId }) => delegationId !== data.delegationId),
  }),
  AbsenceRecorded: away,
  AbsenceEnded: (state, { data }) => ({ ...state, absences: state.absences.filter(({ absenceId }) => absenceId !== data.absenceId) }),
  UserTerritoriesSet: (state, { data: { to: territories } }) => ({ ...state, territories }),
  UserLeft: left,
};

export const evolveUser = (state: User, event: RecordedEvent<UserEvent>): User => {
  if (event.type === 'UserRegistered') return registered(event);
  return state.status === 'unknown' ? state : fold[event.type](state, event as never);
};
