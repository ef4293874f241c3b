import { accept, type Decider } from '#eventsourcing';
import type { PersonEvent } from '#event-contracts';
import type { PersonCommand } from './organisation-command.ts';

export interface Person {
  readonly erased: boolean;
}

/** What was done about a person's data: once erased, erased for ever. */
export const person: Decider<Person, PersonCommand, PersonEvent, never> = {
  initialState: { erased: false },
  decide: ({ data: { personId, legalBasis } }, { erased }) =>
    erased ? accept() : accept({ type: 'PersonErased', data: { personId, legalBasis } }),
  evolve: () => ({ erased: true }),
};
