export * from './application/directory.ts';
export * from './application/organisation.commands.ts';
export * from './application/streams.ts';
export * from './domain/attempts.decider.ts';
export * from './domain/organisation-command.ts';
export * from './domain/person.decider.ts';
export * from './domain/team.decider.ts';
export * from './domain/user.decider.ts';
