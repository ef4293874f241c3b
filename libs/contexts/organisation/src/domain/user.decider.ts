import { accept, refuse, type Decider } from '#eventsourcing';
import type { UserEvent } from '#event-contracts';
import { present } from '#rules';
import { confirm, decline, grant, propose, revoke } from './granting.ts';
import { leaveCompany } from './leaving.ts';
import type { InformedDataFor, InformedUserCommand } from './organisation-command.ts';
import { delegate, endAbsence, recordAbsence, revokeDelegation } from './standing-in.ts';
import { territoriesInstead } from './territories.ts';
import { evolveUser, inactive, type KnownUser, type Outcome, type User, type UserRefusal } from './user.state.ts';

const deactivate = ({ userId, reason }: InformedDataFor<'DeactivateUser'>, { status }: KnownUser): Outcome =>
  status === 'active' ? accept({ type: 'UserDeactivated', data: { userId, ...present({ reason }) } }) : accept();

const reactivate = ({ userId, reason }: InformedDataFor<'ReactivateUser'>, { status }: KnownUser): Outcome =>
  status === 'active' ? accept() : accept({ type: 'UserReactivated', data: { userId, ...present({ reason }) } });

const join = ({ userId, teamId, teamExists }: InformedDataFor<'JoinTeam'>, { status, teamId: from }: KnownUser): Outcome => {
  if (from === teamId) return accept();
  if (status !== 'active') return inactive();
  return teamExists ? accept({ type: 'TeamJoined', data: { userId, from, to: teamId } }) : refuse('TeamUnknown', { teamId }, ['FormTeam']);
};

const leave = ({ userId }: InformedDataFor<'LeaveTeam'>, { teamId: from }: KnownUser): Outcome =>
  from === null ? accept() : accept({ type: 'TeamLeft', data: { userId, from } });

/** Of leads that are given out from then on; what was given before stays where it is (L105). */
const cover = ({ userId, territories }: InformedDataFor<'SetUserTerritories'>, { status, territories: before }: KnownUser): Outcome => {
  const change = territoriesInstead(before, territories);
  if (!change) return accept();
  return status === 'active' || change.to.length === 0 ? accept({ type: 'UserTerritoriesSet', data: { userId, ...change } }) : inactive();
};

const register = ({ userId, displayName, email }: InformedDataFor<'RegisterUser'>): Outcome =>
  accept({ type: 'UserRegistered', data: { userId, ...present({ displayName, email }) } });

type Deciding = { readonly [T in InformedUserCommand['type']]: (data: InformedDataFor<T>, user: KnownUser) => Outcome };

/** Each command on a user who was registered once. */
const work: Deciding = {
  RegisterUser: () => accept(),
  DeactivateUser: deactivate,
  ReactivateUser: reactivate,
  GrantRole: grant,
  RevokeRole: revoke,
  ProposeRoleGrant: propose,
  ConfirmRoleGrant: confirm,
  DeclineRoleGrant: decline,
  DelegateAuthority: delegate,
  RevokeDelegation: revokeDelegation,
  RecordAbsence: recordAbsence,
  EndAbsence: endAbsence,
  RecordLeaving: leaveCompany,
  JoinTeam: join,
  LeaveTeam: leave,
  SetUserTerritories: cover,
};

const decide = (command: InformedUserCommand, state: User): Outcome => {
  if (state.status !== 'unknown') return work[command.type](command.data as never, state);
  return command.type === 'RegisterUser' ? register(command.data) : refuse('UserUnknown', {}, ['RegisterUser']);
};

/** Who may act, as what, in which team: one at a time. Someone inactive keeps their roles, which are then worth nothing. */
export const user: Decider<User, InformedUserCommand, UserEvent, UserRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve: evolveUser,
};
