import fc from 'fast-check';
import { roles, type Role, type TeamEvent, type UserEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { attempts } from './attempts.decider.ts';
import type { InformedTeamCommand, InformedUserCommand } from './organisation-command.ts';
import { person } from './person.decider.ts';
import { team, type Team } from './team.decider.ts';
import { user } from './user.decider.ts';
import type { User } from './user.state.ts';

const userId = 'wei';
const teamId = 'north';
const registered: UserEvent = { type: 'UserRegistered', data: { userId } };
const deactivated: UserEvent = { type: 'UserDeactivated', data: { userId } };
const granted = (role: Role): UserEvent => ({ type: 'RoleGranted', data: { userId, role } });
const joined = (to: string, from: string | null = null): UserEvent => ({ type: 'TeamJoined', data: { userId, from, to } });

const register: InformedUserCommand = { type: 'RegisterUser', data: { userId, displayName: '陈伟', email: undefined } };
const deactivate: InformedUserCommand = { type: 'DeactivateUser', data: { userId, reason: 'left' } };
const reactivate: InformedUserCommand = { type: 'ReactivateUser', data: { userId } };
const grant = (role: Role): InformedUserCommand => ({ type: 'GrantRole', data: { userId, role, secondPerson: false } });
const revoke = (role: Role): InformedUserCommand => ({ type: 'RevokeRole', data: { userId, role } });
const join = (to: string, teamExists = true): InformedUserCommand => ({ type: 'JoinTeam', data: { userId, teamId: to, teamExists } });
const leave: InformedUserCommand = { type: 'LeaveTeam', data: { userId } };
const cover = (...territories: readonly string[]): InformedUserCommand => ({ type: 'SetUserTerritories', data: { userId, territories } });
const covering = (to: string[], from: string[] = []): UserEvent => ({ type: 'UserTerritoriesSet', data: { userId, from, to } });

describe('a user', () => {
  const { given } = specification(user);
  it('is registered', () =>
    given()
      .when(register)
      .then({ type: 'UserRegistered', data: { userId, displayName: '陈伟' } }));
  it('is registered once', () => given(registered).when(register).thenNothing());
  it('is deactivated, with the reason', () =>
    given(registered)
      .when(deactivate)
      .then({ type: 'UserDeactivated', data: { userId, reason: 'left' } }));
  it('is deactivated once', () => given(registered, deactivated).when(deactivate).thenNothing());
  it('may act again', () => given(registered, deactivated).when(reactivate).then({ type: 'UserReactivated', data: { userId } }));
  it('who is active needs no reactivation', () => given(registered).when(reactivate).thenNothing());
  it('is granted a role', () => given(registered).when(grant('SALES_REP')).then(granted('SALES_REP')));
  it('holds a role once', () => given(registered, granted('SDR')).when(grant('SDR')).thenNothing());
  it('who is inactive is granted none', () => given(registered, deactivated).when(grant('SDR')).thenRefused('UserInactive'));
  it('is stripped of a role', () =>
    given(registered, granted('SDR'))
      .when(revoke('SDR'))
      .then({ type: 'RoleRevoked', data: { userId, role: 'SDR' } }));
  it('is stripped of a role even when inactive', () =>
    given(registered, granted('SDR'), deactivated).when(revoke('SDR')).thenTypes('RoleRevoked'));
  it('loses no role that they do not hold', () => given(registered, granted('SDR')).when(revoke('ADMIN')).thenNothing());
  it('joins a team', () => given(registered).when(join(teamId)).then(joined(teamId)));
  it('changes the team, naming the one before', () => given(registered, joined(teamId)).when(join('south')).then(joined('south', teamId)));
  it('joins a team once', () => given(registered, joined(teamId)).when(join(teamId)).thenNothing());
  it('joins no team that was not formed', () => given(registered).when(join(teamId, false)).thenRefused('TeamUnknown', { teamId }));
  it('who is inactive joins none', () => given(registered, deactivated).when(join(teamId)).thenRefused('UserInactive'));
  it('leaves the team', () =>
    given(registered, joined(teamId))
      .when(leave)
      .then({ type: 'TeamLeft', data: { userId, from: teamId } }));
  it('leaves none when in none', () => given(registered).when(leave).thenNothing());
  it('covers territories instead of those before, in whatever order they are named (L105)', () => {
    given(registered)
      .when(cover('kiel', 'bremen', 'kiel'))
      .then(covering(['bremen', 'kiel']));
    given(registered, covering(['bremen', 'kiel']))
      .when(cover('kiel', 'hamburg'))
      .then(covering(['hamburg', 'kiel'], ['bremen', 'kiel']));
  });
  it('covers the same once', () =>
    given(registered, covering(['bremen', 'kiel']))
      .when(cover('kiel', 'bremen'))
      .thenNothing());
  it('who is inactive covers nothing more, and may cover nothing any more', () => {
    const inactive = given(registered, covering(['kiel']), deactivated);
    inactive.when(cover('kiel', 'bremen')).thenRefused('UserInactive');
    inactive.when(cover()).then(covering([], ['kiel']));
  });
  it('covers nothing of their own when they left', () =>
    given(registered, covering(['kiel']), { type: 'UserLeft', data: { userId, on: '2026-06-30' } })
      .when(cover())
      .thenNothing());
  it.each([deactivate, reactivate, grant('SDR'), revoke('SDR'), join(teamId), leave, cover('kiel')])(
    'must be registered first: $type',
    (command) => given().when(command).thenRefused('UserUnknown'),
  );

  const role = fc.constantFrom(...roles.slice(0, 3));
  const commands: fc.Arbitrary<InformedUserCommand> = fc.oneof(
    fc.constantFrom(register, deactivate, reactivate, leave),
    role.map(grant),
    role.map(revoke),
    fc.tuple(fc.constantFrom(teamId, 'south'), fc.boolean()).map(([to, exists]) => join(to, exists)),
    fc.subarray(['bremen', 'kiel']).map((territories) => cover(...territories)),
  );
  deciderProperties(
    user,
    commands.map(
      (command): Move<User, InformedUserCommand> =>
        () =>
          command,
    ),
    {
      reached: [
        ...['UserRegistered', 'UserDeactivated', 'UserReactivated', 'RoleGranted', 'RoleRevoked', 'TeamJoined', 'TeamLeft'],
        'UserTerritoriesSet',
        ...['UserUnknown', 'UserInactive', 'TeamUnknown'],
      ],
    },
  );
});

describe('a team', () => {
  const { given } = specification(team);
  const formed: TeamEvent = { type: 'TeamFormed', data: { teamId, name: 'North', parentTeamId: 'sales' } };
  const appointed = (to: string, from: string | null = null): TeamEvent => ({ type: 'TeamManagerAppointed', data: { teamId, from, to } });
  const form = (more: Partial<Extract<InformedTeamCommand, { type: 'FormTeam' }>['data']> = {}): InformedTeamCommand => ({
    type: 'FormTeam',
    data: { teamId, name: 'North', parentTeamId: 'sales', parentExists: true, ...more },
  });
  const appoint = (to: string, appointee: 'active' | 'inactive' | 'unknown' = 'active'): InformedTeamCommand => ({
    type: 'AppointManager',
    data: { teamId, userId: to, appointee },
  });

  it('is formed below another', () => given().when(form()).then(formed));
  it('is formed at the top', () =>
    given()
      .when(form({ parentTeamId: undefined, parentExists: false }))
      .then({ type: 'TeamFormed', data: { teamId, name: 'North' } }));
  it('is formed once', () => given(formed).when(form()).thenNothing());
  it.each([{ name: 'Norden' }, { parentTeamId: undefined }, { parentTeamId: 'board' }])('is not formed anew otherwise: %j', (more) =>
    given(formed).when(form(more)).thenRefused('TeamAlreadyFormed', { name: 'North', parentTeamId: 'sales' }),
  );
  it('does not stand below itself', () =>
    given()
      .when(form({ parentTeamId: teamId }))
      .thenRefused('TeamIsItsOwnParent', { teamId }));
  it('does not stand below a team that was not formed', () =>
    given()
      .when(form({ parentExists: false }))
      .thenRefused('ParentTeamUnknown', { parentTeamId: 'sales' }));
  it('is led by someone', () => given(formed).when(appoint('nora')).then(appointed('nora')));
  it('is led by another, naming the one before', () =>
    given(formed, appointed('nora')).when(appoint('sam')).then(appointed('sam', 'nora')));
  it('is led by the same already', () => given(formed, appointed('nora')).when(appoint('nora')).thenNothing());
  it.each(['inactive', 'unknown'] as const)('is not led by someone %s', (standing) =>
    given(formed).when(appoint('nora', standing)).thenRefused('AppointeeNotActive', { userId: 'nora', standing }),
  );
  const cover = (...territories: readonly string[]): InformedTeamCommand => ({ type: 'SetTeamTerritories', data: { teamId, territories } });
  const covering = (to: string[], from: string[] = []): TeamEvent => ({ type: 'TeamTerritoriesSet', data: { teamId, from, to } });
  it('covers territories instead of those before (L105)', () => {
    given(formed)
      .when(cover('kiel', 'bremen'))
      .then(covering(['bremen', 'kiel']));
    given(formed, covering(['bremen', 'kiel']))
      .when(cover())
      .then(covering([], ['bremen', 'kiel']));
  });
  it('covers the same once', () =>
    given(formed, covering(['bremen', 'kiel']))
      .when(cover('kiel', 'bremen'))
      .thenNothing());
  it('must be formed to cover any', () => given().when(cover('kiel')).thenRefused('TeamUnknown', { teamId }));
  it('must be formed to be led', () => given().when(appoint('nora')).thenRefused('TeamUnknown', { teamId }));

  const commands: fc.Arbitrary<InformedTeamCommand> = fc.oneof(
    fc
      .record({
        name: fc.constantFrom('a', 'b'),
        parentTeamId: fc.option(fc.constantFrom(teamId, 'sales'), { nil: undefined }),
        parentExists: fc.boolean(),
      })
      .map(form),
    fc.tuple(fc.constantFrom('nora', 'sam'), fc.constantFrom('active', 'unknown')).map(([to, standing]) => appoint(to, standing)),
    fc.subarray(['bremen', 'kiel']).map((territories) => cover(...territories)),
  );
  deciderProperties(
    team,
    commands.map(
      (command): Move<Team, InformedTeamCommand> =>
        () =>
          command,
    ),
    {
      reached: [
        ...['TeamFormed', 'TeamManagerAppointed', 'TeamUnknown', 'TeamAlreadyFormed', 'TeamIsItsOwnParent', 'ParentTeamUnknown'],
        ...['AppointeeNotActive', 'TeamTerritoriesSet'],
      ],
    },
  );
});

describe('a person', () => {
  const { given } = specification(person);
  const erase = { type: 'ErasePerson', data: { personId: 'p1', legalBasis: 'request' } } as const;
  const erased = { type: 'PersonErased', data: erase.data } as const;
  it('is erased, on a stated ground', () => given().when(erase).then(erased));
  it('is erased once', () => given(erased).when(erase).thenNothing());
});

describe('attempts', () => {
  const attempt = { command: 'WinOpportunity', stream: 'opportunity-o1', outcome: 'denied', reason: 'not theirs' } as const;
  const denied = { type: 'AttemptDenied', data: attempt } as const;
  it('are each a fact of their own', () =>
    specification(attempts).given(denied).when({ type: 'RecordDeniedAttempt', data: attempt }).then(denied));
});
