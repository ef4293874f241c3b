import type { UserEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { user } from './user.decider.ts';

const { given } = specification(user);

const userId = 'wei';
const role = 'SALES_DIRECTOR';
// What is folded was recorded by `rep1`, who therefore proposed it.
const registered: UserEvent = { type: 'UserRegistered', data: { userId } };
const proposed: UserEvent = { type: 'RoleGrantProposed', data: { userId, role } };
const confirmed: UserEvent = { type: 'RoleGrantConfirmed', data: { userId, role } };
const granted: UserEvent = { type: 'RoleGranted', data: { userId, role } };
const declined: UserEvent = { type: 'RoleGrantDeclined', data: { userId, role } };
const deactivated: UserEvent = { type: 'UserDeactivated', data: { userId } };

const grant = (secondPerson: boolean) => ({ type: 'GrantRole', data: { userId, role, secondPerson } }) as const;
const propose = { type: 'ProposeRoleGrant', data: { userId, role } } as const;
const decline = { type: 'DeclineRoleGrant', data: { userId, role } } as const;
const confirm = (...persons: readonly string[]) => ({ type: 'ConfirmRoleGrant', data: { userId, role, persons } }) as const;

describe('a role that takes two persons', () => {
  it('is not granted by one', () => given(registered).when(grant(true)).thenRefused('SecondPersonNeeded', { role }));
  it('is granted by one at the founding', () => given(registered).when(grant(false)).then(granted));
  it('is proposed', () => given(registered).when(propose).then(proposed));
  it('is proposed once', () => given(registered, proposed).when(propose).thenNothing());
  it('is granted when another one confirms it', () => given(registered, proposed).when(confirm('ada')).then(confirmed, granted));
  it('is not confirmed by who proposed it', () =>
    given(registered, proposed)
      .when(confirm('rep1'))
      .thenRefused('SamePerson', { role, proposedBy: ['rep1'] }));
  it('is not confirmed by who proposed it as another’s delegate', () =>
    given(registered, proposed).when(confirm('rep1', 'ada')).thenRefused('SamePerson'));
  it('is not confirmed by a delegate of who proposed it', () =>
    given(registered, proposed).when(confirm('ada', 'rep1')).thenRefused('SamePerson'));
  it('is not confirmed unproposed', () => given(registered).when(confirm('ada')).thenRefused('NotProposed'));
  it('is not confirmed once it was declined', () => given(registered, proposed, declined).when(confirm('ada')).thenRefused('NotProposed'));
  it('is declined', () => given(registered, proposed).when(decline).then(declined));
  it('is not declined unproposed', () => given(registered).when(decline).thenNothing());
  it('is not confirmed for someone who may not act', () =>
    given(registered, proposed, deactivated).when(confirm('ada')).thenRefused('UserInactive'));
  it('has to be proposed again once it was granted and revoked', () =>
    given(registered, proposed, confirmed, granted, { type: 'RoleRevoked', data: { userId, role } })
      .when(confirm('ada'))
      .thenRefused('NotProposed'));
});
