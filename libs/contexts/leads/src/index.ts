export * from './application/lead.commands.ts';
export type { Known as KnownOfLead, Survivor } from './domain/chapter.ts';
export * from './domain/lead-command.ts';
export * from './domain/lead.decider.ts';
export * from './domain/lead.state.ts';
