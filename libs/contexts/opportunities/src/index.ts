export * from './application/opportunity.commands.ts';
export * from './domain/opportunity-command.ts';
export * from './domain/opportunity.decider.ts';
export type * from './domain/opportunity.state.ts';
export type { Known } from './domain/chapter.ts';
