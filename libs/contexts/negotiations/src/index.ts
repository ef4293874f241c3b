export * from './application/negotiation.commands.ts';
export * from './domain/negotiation-command.ts';
export * from './domain/negotiation.decider.ts';
export type * from './domain/negotiation.state.ts';
