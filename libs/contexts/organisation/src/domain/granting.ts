import { accept, refuse } from '#eventsourcing';
import type { UserEvent } from '#event-contracts';
import { present } from '#rules';
import type { InformedDataFor } from './organisation-command.ts';
import { inactive, type KnownUser, type Outcome } from './user.state.ts';

/** Roles that decide over others' work, money or rules take a second person; which these are says the table of authority. */
export const grant = ({ userId, role, secondPerson }: InformedDataFor<'GrantRole'>, { status, roles }: KnownUser): Outcome => {
  if (roles.includes(role)) return accept();
  if (status !== 'active') return inactive();
  return secondPerson
    ? refuse('SecondPersonNeeded', { role }, ['ProposeRoleGrant', 'ConfirmRoleGrant by another person'])
    : accept({ type: 'RoleGranted', data: { userId, role } });
};

export const revoke = ({ userId, role }: InformedDataFor<'RevokeRole'>, { roles }: KnownUser): Outcome =>
  roles.includes(role) ? accept({ type: 'RoleRevoked', data: { userId, role } }) : accept();

/** A proposal stands until it is confirmed or declined. */
export const propose = ({ userId, role }: InformedDataFor<'ProposeRoleGrant'>, { status, roles, proposed }: KnownUser): Outcome => {
  if (roles.includes(role) || proposed[role]) return accept();
  return status === 'active' ? accept({ type: 'RoleGrantProposed', data: { userId, role } }) : inactive();
};

/** By someone other than who proposed it, whoever acted for whom; the grantee is kept from it by the authority that it takes. */
export const confirm = (
  { userId, role, persons }: InformedDataFor<'ConfirmRoleGrant'>,
  { status, roles, proposed }: KnownUser,
): Outcome => {
  const proposers = proposed[role];
  if (roles.includes(role)) return accept();
  if (status !== 'active') return inactive();
  if (!proposers) return refuse('NotProposed', { role }, ['ProposeRoleGrant']);
  if (persons.some((person) => proposers.includes(person)))
    return refuse('SamePerson', { role, proposedBy: [...proposers] }, ['have someone else confirm it']);
  return accept<UserEvent>({ type: 'RoleGrantConfirmed', data: { userId, role } }, { type: 'RoleGranted', data: { userId, role } });
};

export const decline = ({ userId, role, reason }: InformedDataFor<'DeclineRoleGrant'>, { proposed }: KnownUser): Outcome =>
  proposed[role] ? accept({ type: 'RoleGrantDeclined', data: { userId, role, ...present({ reason }) } }) : accept();
