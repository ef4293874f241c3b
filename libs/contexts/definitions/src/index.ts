export * from './application/definition.commands.ts';
export * from './application/founding.commands.ts';
export * from './application/rulebook.ts';
export * from './application/streams.ts';
export * from './domain/definition-command.ts';
export * from './domain/definition.decider.ts';
export * from './domain/definition.state.ts';
