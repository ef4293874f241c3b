export * from './domain/opportunity-command.ts';
