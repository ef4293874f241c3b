export * from './application/reference.commands.ts';
export * from './domain/reference-command.ts';
export * from './domain/reference.decider.ts';
export * from './mapping/interpret.ts';
export * from './mapping/mapping.ts';
