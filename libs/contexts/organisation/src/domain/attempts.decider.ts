import { accept, type Decider } from '#eventsourcing';
import type { AttemptEvent } from '#event-contracts';
import type { AttemptCommand } from './organisation-command.ts';

export interface Attempts {
  readonly count: number;
}

/** What a user tried in vain; every attempt is a fact of its own. */
export const attempts: Decider<Attempts, AttemptCommand, AttemptEvent, never> = {
  initialState: { count: 0 },
  decide: ({ data: { command, stream, outcome, reason } }) => accept({ type: 'AttemptDenied', data: { command, stream, outcome, reason } }),
  evolve: ({ count }) => ({ count: count + 1 }),
};
