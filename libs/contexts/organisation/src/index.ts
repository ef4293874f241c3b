export * from './domain/organisation-command.ts';
