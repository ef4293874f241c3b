import type { CalendarDate, Command, Instant } from '#eventsourcing';
import type { AttemptEvent, Role } from '#event-contracts';
import type { UserStanding } from '#rules';

/** Name and address are sealed under the user’s own key. */
export type RegisterUser = Command<
  'RegisterUser',
  { readonly userId: string; readonly displayName?: string | undefined; readonly email?: string | undefined }
>;
export type DeactivateUser = Command<'DeactivateUser', { readonly userId: string; readonly reason?: string | undefined }>;
export type ReactivateUser = Command<'ReactivateUser', { readonly userId: string; readonly reason?: string | undefined }>;
export type GrantRole = Command<'GrantRole', { readonly userId: string; readonly role: Role }>;
export type RevokeRole = Command<'RevokeRole', { readonly userId: string; readonly role: Role }>;
/** The first of two persons names a role for a user; the second one confirms it, and with that it is granted. */
export type ProposeRoleGrant = Command<'ProposeRoleGrant', { readonly userId: string; readonly role: Role }>;
export type ConfirmRoleGrant = Command<'ConfirmRoleGrant', { readonly userId: string; readonly role: Role }>;
export type DeclineRoleGrant = Command<
  'DeclineRoleGrant',
  { readonly userId: string; readonly role: Role; readonly reason?: string | undefined }
>;
/** From now on when no beginning is named, until before `until`. */
export type DelegateAuthority = Command<
  'DelegateAuthority',
  {
    readonly userId: string;
    readonly delegationId: string;
    readonly to: string;
    readonly roles: readonly Role[];
    readonly from?: Instant | undefined;
    readonly until: Instant;
    readonly reason?: string | undefined;
  }
>;
export type RevokeDelegation = Command<'RevokeDelegation', { readonly userId: string; readonly delegationId: string }>;
export type RecordAbsence = Command<
  'RecordAbsence',
  {
    readonly userId: string;
    readonly absenceId: string;
    readonly from?: Instant | undefined;
    readonly until: Instant;
    readonly substituteId?: string | undefined;
  }
>;
export type EndAbsence = Command<'EndAbsence', { readonly userId: string; readonly absenceId: string }>;
/** `on` is their last day. */
export type RecordLeaving = Command<
  'RecordLeaving',
  { readonly userId: string; readonly on: CalendarDate; readonly successorId?: string | undefined }
>;
export type JoinTeam = Command<'JoinTeam', { readonly userId: string; readonly teamId: string }>;
export type LeaveTeam = Command<'LeaveTeam', { readonly userId: string }>;
/** L105: all that they cover of their own, instead of what they covered before; with none, what their team covers. */
export type SetUserTerritories = Command<'SetUserTerritories', { readonly userId: string; readonly territories: readonly string[] }>;

/** What may be asked of a user’s record. */
export type UserCommand =
  | RegisterUser
  | DeactivateUser
  | ReactivateUser
  | GrantRole
  | RevokeRole
  | ProposeRoleGrant
  | ConfirmRoleGrant
  | DeclineRoleGrant
  | DelegateAuthority
  | RevokeDelegation
  | RecordAbsence
  | EndAbsence
  | RecordLeaving
  | JoinTeam
  | LeaveTeam
  | SetUserTerritories;

export type FormTeam = Command<'FormTeam', { readonly teamId: string; readonly name: string; readonly parentTeamId?: string | undefined }>;
export type AppointManager = Command<'AppointManager', { readonly teamId: string; readonly userId: string }>;
/** L105: all that the team covers, instead of what it covered before; with none, what the nearest team above covers that has any. */
export type SetTeamTerritories = Command<'SetTeamTerritories', { readonly teamId: string; readonly territories: readonly string[] }>;

/** What may be asked of a team. */
export type TeamCommand = FormTeam | AppointManager | SetTeamTerritories;

/** Destroys the key of a person’s data. `legalBasis` names the ground, for example a request of the person. */
export type ErasePerson = Command<'ErasePerson', { readonly personId: string; readonly legalBasis: string }>;
export type PersonCommand = ErasePerson;

export type RecordDeniedAttempt = Command<'RecordDeniedAttempt', AttemptEvent['data']>;
export type AttemptCommand = RecordDeniedAttempt;

type With<C extends Command, Facts> = Command<C['type'], C['data'] & Facts>;

/** The same with the facts that the decider needs and the application looks up. */
export type InformedUserCommand =
  | Exclude<UserCommand, JoinTeam | GrantRole | ConfirmRoleGrant | DelegateAuthority | RecordAbsence | RecordLeaving>
  | With<JoinTeam, { readonly teamExists: boolean }>
  /** Whether it takes a second person, at any time but the founding. */
  | With<GrantRole, { readonly secondPerson: boolean }>
  /** Everyone who has a part in confirming. */
  | With<ConfirmRoleGrant, { readonly persons: readonly string[] }>
  | With<DelegateAuthority, { readonly delegate: UserStanding; readonly now: Instant }>
  | With<RecordAbsence, { readonly substitute: UserStanding | undefined; readonly now: Instant }>
  | With<RecordLeaving, { readonly successor: UserStanding | undefined; readonly now: Instant }>;
export type InformedDataFor<T extends InformedUserCommand['type']> = Extract<InformedUserCommand, { type: T }>['data'];

export type InformedTeamCommand =
  With<FormTeam, { readonly parentExists: boolean }> | With<AppointManager, { readonly appointee: UserStanding }> | SetTeamTerritories;
