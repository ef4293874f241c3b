export * from './domain/lead-command.ts';
