import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { CalendarDate, Id, Instant, Line, OneOf, open, openOptional, personal } from '../fields.ts';

/** What a user may be: the departments and positions that the policy names (L24–L316), with those who administer, analyse, audit and connect. */
export const roles = [
  'ADMIN',
  'SALES_REP',
  'SDR',
  'SALES_MANAGER',
  'MARKETING',
  'SALES_OPS',
  'COMPLIANCE',
  'ANALYST',
  'CONTRACT_ADMIN',
  'SERVICE',
  'SALES_DIRECTOR',
  'MANAGEMENT',
  'SALES_MGMT_DEPT',
  'PRESALES',
  'SOLUTION_ARCHITECT',
  'PRODUCT',
  'RND',
  'LEGAL',
  'FINANCE',
  'ORDER_SPECIALIST',
  'PROJECT_MANAGER',
  'DELIVERY',
  'PRODUCTION',
  'PURCHASING',
  'LOGISTICS',
  'SERVICE_TEAM',
  'CUSTOMER_SERVICE',
  'AFTER_SALES',
  'CSM',
  'PARTNER',
  'AUDITOR',
  'INTEGRATION',
] as const;
export type Role = (typeof roles)[number];

const Roles = Type.Array(OneOf(...roles));
/** By the ids that leads name them by. */
const Territories = Type.Array(Id, { maxItems: 500 });

/** Streams `user-{userId}`: who may act, as what, since when, in whose place. */
export const users = {
  UserRegistered: event('UserRegistered', {
    aggregate: 'user',
    description: 'A person became a user.',
    fields: {
      userId: open(Id),
      displayName: personal('userId', Line),
      email: personal('userId', Line),
    },
  }),
  UserDeactivated: event('UserDeactivated', {
    aggregate: 'user',
    description: 'A user may no longer act.',
    fields: { userId: open(Id), reason: openOptional(Line) },
  }),
  UserReactivated: event('UserReactivated', {
    aggregate: 'user',
    description: 'A deactivated user may act again.',
    fields: { userId: open(Id), reason: openOptional(Line) },
  }),
  RoleGranted: event('RoleGranted', {
    aggregate: 'user',
    description: 'A user holds one more role, from this event on.',
    version: 2,
    // Ten roles before.
    upcasters: { 1: (data) => data },
    fields: { userId: open(Id), role: open(OneOf(...roles)) },
  }),
  RoleRevoked: event('RoleRevoked', {
    aggregate: 'user',
    description: 'A user holds a role no longer, from this event on.',
    version: 2,
    // Ten roles before.
    upcasters: { 1: (data) => data },
    fields: { userId: open(Id), role: open(OneOf(...roles)) },
  }),
  TeamJoined: event('TeamJoined', {
    aggregate: 'user',
    description: 'A user belongs to a team; to one at a time.',
    fields: { userId: open(Id), from: open(Type.Union([Id, Type.Null()])), to: open(Id) },
  }),
  TeamLeft: event('TeamLeft', {
    aggregate: 'user',
    description: 'A user belongs to no team.',
    fields: { userId: open(Id), from: open(Id) },
  }),
  RoleGrantProposed: event('RoleGrantProposed', {
    aggregate: 'user',
    description: 'A role that takes two persons to grant was proposed for a user, who does not hold it yet.',
    fields: { userId: open(Id), role: open(OneOf(...roles)) },
  }),
  RoleGrantConfirmed: event('RoleGrantConfirmed', {
    aggregate: 'user',
    description: 'Someone other than who proposed a role, and than who is to hold it, confirmed it.',
    fields: { userId: open(Id), role: open(OneOf(...roles)) },
  }),
  RoleGrantDeclined: event('RoleGrantDeclined', {
    aggregate: 'user',
    description: 'A role that was proposed for a user is not granted: it was declined, or withdrawn.',
    fields: { userId: open(Id), role: open(OneOf(...roles)), reason: openOptional(Line) },
  }),
  AuthorityDelegated: event('AuthorityDelegated', {
    aggregate: 'user',
    description: 'A user lets another act for them in some of the roles that they hold, for a time.',
    fields: {
      userId: open(Id),
      delegationId: open(Id),
      to: open(Id),
      roles: open(Roles),
      from: open(Instant),
      until: open(Instant),
      reason: openOptional(Line),
    },
  }),
  DelegationRevoked: event('DelegationRevoked', {
    aggregate: 'user',
    description: 'Nobody acts for a user by this delegation any more.',
    fields: { userId: open(Id), delegationId: open(Id) },
  }),
  AbsenceRecorded: event('AbsenceRecorded', {
    aggregate: 'user',
    description: 'A user is away for a time; whom to turn to meanwhile.',
    fields: { userId: open(Id), absenceId: open(Id), from: open(Instant), until: open(Instant), substituteId: openOptional(Id) },
  }),
  AbsenceEnded: event('AbsenceEnded', {
    aggregate: 'user',
    description: 'A user is back, or does not go away after all.',
    fields: { userId: open(Id), absenceId: open(Id) },
  }),
  UserTerritoriesSet: event('UserTerritoriesSet', {
    aggregate: 'user',
    description: 'A user covers these territories from this event on; with none of their own, those of their team (L105).',
    fields: { userId: open(Id), from: open(Territories), to: open(Territories) },
  }),
  UserLeft: event('UserLeft', {
    aggregate: 'user',
    description:
      'A user is with the company no longer: may not act, holds no role, delegates nothing. What is open of theirs goes to the successor.',
    fields: { userId: open(Id), on: open(CalendarDate), successorId: openOptional(Id) },
  }),
};

/** Streams `team-{teamId}`. */
export const teams = {
  TeamFormed: event('TeamFormed', {
    aggregate: 'team',
    description: 'A team exists.',
    fields: { teamId: open(Id), name: open(Line), parentTeamId: openOptional(Id) },
  }),
  TeamManagerAppointed: event('TeamManagerAppointed', {
    aggregate: 'team',
    description: 'A user leads a team, and with it the teams below; the former manager does no longer.',
    fields: { teamId: open(Id), from: open(Type.Union([Id, Type.Null()])), to: open(Id) },
  }),
  TeamTerritoriesSet: event('TeamTerritoriesSet', {
    aggregate: 'team',
    description: 'A team covers these territories from this event on, with the teams below that have none of their own (L105).',
    fields: { teamId: open(Id), from: open(Territories), to: open(Territories) },
  }),
};

/** Streams `person-{personId}`: what was done about a person’s data. */
export const persons = {
  PersonErased: event('PersonErased', {
    aggregate: 'person',
    description: 'The key of a person’s data was destroyed: what was sealed under it is unreadable for ever.',
    fields: { personId: open(Id), legalBasis: open(Line) },
  }),
};

/** Streams `attempts-{userId}`: what an authenticated user tried and could not even have decided. */
export const attempts = {
  AttemptDenied: event('AttemptDenied', {
    aggregate: 'attempts',
    description: 'A command was denied for want of authority, or named something that does not exist.',
    fields: {
      command: open(Line),
      stream: open(Line),
      outcome: open(OneOf('denied', 'notFound')),
      reason: open(Line),
    },
  }),
};
