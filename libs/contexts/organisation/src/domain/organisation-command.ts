import type { Command } from '#eventsourcing';
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
export type JoinTeam = Command<'JoinTeam', { readonly userId: string; readonly teamId: string }>;
export type LeaveTeam = Command<'LeaveTeam', { readonly userId: string }>;

/** What may be asked of a user’s record. */
export type UserCommand = RegisterUser | DeactivateUser | ReactivateUser | GrantRole | RevokeRole | JoinTeam | LeaveTeam;

export type FormTeam = Command<'FormTeam', { readonly teamId: string; readonly name: string; readonly parentTeamId?: string | undefined }>;
export type AppointManager = Command<'AppointManager', { readonly teamId: string; readonly userId: string }>;

/** What may be asked of a team. */
export type TeamCommand = FormTeam | AppointManager;

/** Destroys the key of a person’s data. `legalBasis` names the ground, for example a request of the person. */
export type ErasePerson = Command<'ErasePerson', { readonly personId: string; readonly legalBasis: string }>;
export type PersonCommand = ErasePerson;

export type RecordDeniedAttempt = Command<'RecordDeniedAttempt', AttemptEvent['data']>;
export type AttemptCommand = RecordDeniedAttempt;

type With<C extends Command, Facts> = Command<C['type'], C['data'] & Facts>;

/** The same with the facts that the decider needs and the application looks up. */
export type InformedUserCommand = Exclude<UserCommand, JoinTeam> | With<JoinTeam, { readonly teamExists: boolean }>;
export type InformedTeamCommand =
  With<FormTeam, { readonly parentExists: boolean }> | With<AppointManager, { readonly appointee: UserStanding }>;
