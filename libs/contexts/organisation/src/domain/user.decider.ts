import { accept, refuse, type Decider } from '#eventsourcing';
import type { UserEvent } from '#event-contracts';
import { present } from '#rules';
import type { InformedUserCommand } from './organisation-command.ts';
import { evolveUser, type KnownUser, type Outcome, type User, type UserRefusal } from './user.state.ts';

type DataFor<T extends InformedUserCommand['type']> = Extract<InformedUserCommand, { type: T }>['data'];

const inactive = (): Outcome => refuse('UserInactive', {}, ['ReactivateUser']);

const deactivate = ({ userId, reason }: DataFor<'DeactivateUser'>, { status }: KnownUser): Outcome =>
  status === 'inactive' ? accept() : accept({ type: 'UserDeactivated', data: { userId, ...present({ reason }) } });

const reactivate = ({ userId, reason }: DataFor<'ReactivateUser'>, { status }: KnownUser): Outcome =>
  status === 'active' ? accept() : accept({ type: 'UserReactivated', data: { userId, ...present({ reason }) } });

const grant = ({ userId, role }: DataFor<'GrantRole'>, { status, roles }: KnownUser): Outcome => {
  if (roles.includes(role)) return accept();
  return status === 'active' ? accept({ type: 'RoleGranted', data: { userId, role } }) : inactive();
};

const revoke = ({ userId, role }: DataFor<'RevokeRole'>, { roles }: KnownUser): Outcome =>
  roles.includes(role) ? accept({ type: 'RoleRevoked', data: { userId, role } }) : accept();

const join = ({ userId, teamId, teamExists }: DataFor<'JoinTeam'>, { status, teamId: from }: KnownUser): Outcome => {
  if (from === teamId) return accept();
  if (status === 'inactive') return inactive();
  return teamExists ? accept({ type: 'TeamJoined', data: { userId, from, to: teamId } }) : refuse('TeamUnknown', { teamId }, ['FormTeam']);
};

const leave = ({ userId }: DataFor<'LeaveTeam'>, { teamId: from }: KnownUser): Outcome =>
  from === null ? accept() : accept({ type: 'TeamLeft', data: { userId, from } });

const register = ({ userId, displayName, email }: DataFor<'RegisterUser'>): Outcome =>
  accept({ type: 'UserRegistered', data: { userId, ...present({ displayName, email }) } });

const change = (command: InformedUserCommand, user: KnownUser): Outcome => {
  switch (command.type) {
    case 'RegisterUser':
      return accept();
    case 'DeactivateUser':
      return deactivate(command.data, user);
    case 'ReactivateUser':
      return reactivate(command.data, user);
    case 'GrantRole':
      return grant(command.data, user);
    case 'RevokeRole':
      return revoke(command.data, user);
    case 'JoinTeam':
      return join(command.data, user);
    case 'LeaveTeam':
      return leave(command.data, user);
  }
};

const decide = (command: InformedUserCommand, state: User): Outcome => {
  if (state.status !== 'unknown') return change(command, state);
  return command.type === 'RegisterUser' ? register(command.data) : refuse('UserUnknown', {}, ['RegisterUser']);
};

/** Who may act, as what, in which team: one at a time. Someone inactive keeps their roles, which are then worth nothing. */
export const user: Decider<User, InformedUserCommand, UserEvent, UserRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve: evolveUser,
};
