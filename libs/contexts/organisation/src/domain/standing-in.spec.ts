import type { UserEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import type { UserStanding } from '#rules';
import { user } from './user.decider.ts';

const { given } = specification(user);

const userId = 'wei';
const now = '2026-07-01T08:00:00.000Z';
const until = '2026-07-15T08:00:00.000Z';
const registered: UserEvent = { type: 'UserRegistered', data: { userId } };
const granted: UserEvent = { type: 'RoleGranted', data: { userId, role: 'SALES_MANAGER' } };
const left: UserEvent = { type: 'UserLeft', data: { userId, on: '2026-06-30' } };

const delegation = { userId, delegationId: 'd1', to: 'lina', roles: ['SALES_MANAGER'], until } as const;
const delegated: UserEvent = { type: 'AuthorityDelegated', data: { ...delegation, roles: ['SALES_MANAGER'], from: now } };
const delegate = (more: object = {}, standing: UserStanding = 'active') =>
  ({ type: 'DelegateAuthority', data: { ...delegation, delegate: standing, now, ...more } }) as const;

describe('delegating authority', () => {
  it('lets another act in roles that one holds, from now on', () => given(registered, granted).when(delegate()).then(delegated));
  it('is done once', () => given(registered, granted, delegated).when(delegate()).thenNothing());
  it('is not changed under the same id', () =>
    given(registered, granted, delegated)
      .when(delegate({ to: 'max' }))
      .thenRefused('StatedOtherwise'));
  it('is not of a role that one does not hold', () => given(registered).when(delegate()).thenRefused('RolesNotHeld'));
  it('is of some role', () =>
    given(registered, granted)
      .when(delegate({ roles: [] }))
      .thenRefused('RolesNotHeld'));
  it('is not to oneself', () =>
    given(registered, granted)
      .when(delegate({ to: userId }))
      .thenRefused('DelegateIsOneself'));
  it.each(['inactive', 'unknown'] as const)('is not to someone %s', (standing) =>
    given(registered, granted).when(delegate({}, standing)).thenRefused('DelegateNotActive', { to: 'lina', standing }),
  );
  it('never covers what was done before', () =>
    given(registered, granted)
      .when(delegate({ from: '2026-07-01T07:59:59.999Z' }))
      .thenRefused('PeriodInThePast'));
  it('ends after it begins', () =>
    given(registered, granted)
      .when(delegate({ until: now }))
      .thenRefused('PeriodEmpty'));
  it('ends within 90 days', () =>
    given(registered, granted)
      .when(delegate({ until: '2026-09-29T08:00:00.001Z' }))
      .thenRefused('PeriodTooLong', { until: '2026-09-29T08:00:00.001Z', latest: '2026-09-29T08:00:00.000Z' }));
  it('is revoked once', () => {
    const revoke = { type: 'RevokeDelegation', data: { userId, delegationId: 'd1' } } as const;
    given(registered, granted, delegated)
      .when(revoke)
      .then({ type: 'DelegationRevoked', data: { userId, delegationId: 'd1' } });
    given(registered, granted).when(revoke).thenNothing();
  });
});

describe('being absent', () => {
  const absent = { userId, absenceId: 'a1', until, substituteId: 'lina' } as const;
  const recorded: UserEvent = { type: 'AbsenceRecorded', data: { ...absent, from: now } };
  const record = (more: object = {}) => ({ type: 'RecordAbsence', data: { ...absent, substitute: 'active', now, ...more } }) as const;
  it('is recorded, with whom to turn to', () => given(registered).when(record()).then(recorded));
  it('is recorded once', () => given(registered, recorded).when(record()).thenNothing());
  it('is not recorded otherwise under the same id', () =>
    given(registered, recorded)
      .when(record({ substituteId: 'max' }))
      .thenRefused('StatedOtherwise'));
  it('names no one who may not act', () =>
    given(registered)
      .when(record({ substitute: 'inactive' }))
      .thenRefused('SubstituteNotActive'));
  it('does not name oneself', () =>
    given(registered)
      .when(record({ substituteId: userId }))
      .thenRefused('SubstituteNotActive'));
  it('ends', () => {
    const end = { type: 'EndAbsence', data: { userId, absenceId: 'a1' } } as const;
    given(registered, recorded)
      .when(end)
      .then({ type: 'AbsenceEnded', data: { userId, absenceId: 'a1' } });
    given(registered).when(end).thenNothing();
  });
});

describe('leaving the company', () => {
  const leave = (more: object = {}) =>
    ({ type: 'RecordLeaving', data: { userId, on: '2026-07-01', successorId: 'lina', successor: 'active', now, ...more } }) as const;
  it('is recorded with the successor', () =>
    given(registered)
      .when(leave())
      .then({ type: 'UserLeft', data: { userId, on: '2026-07-01', successorId: 'lina' } }));
  it('is recorded once', () => given(registered, left).when(leave()).thenNothing());
  it('is not recorded before', () =>
    given(registered)
      .when(leave({ on: '2026-07-02' }))
      .thenRefused('NotLeftYet'));
  it('names no successor who may not act', () =>
    given(registered)
      .when(leave({ successor: 'unknown' }))
      .thenRefused('SuccessorNotActive'));
  it('is not succeeded by oneself', () =>
    given(registered)
      .when(leave({ successorId: userId }))
      .thenRefused('SuccessorNotActive'));
  it('ends roles and delegations, for good', () => {
    const back: UserEvent = { type: 'UserReactivated', data: { userId } };
    given(registered, granted, delegated, left, back).when(delegate()).thenRefused('RolesNotHeld');
  });
});
