export * from './application/lead.commands.ts';
export * from './domain/lead-command.ts';
export * from './domain/lead.decider.ts';
