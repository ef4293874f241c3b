import { accept, refuse, type Command, type Decider, type Decision, type Instant } from '#eventsourcing';
import type { StandardEvent } from '#event-contracts';
import { standardProcessId } from '#rules';

/** Of deals that ask for no process by its id (L83, L97). */
export type ChooseStandardProcess = Command<'ChooseStandardProcess', { readonly processId: string }>;

/** The same with what the application looks up: whether that process is in force now, and whether it is a variant of another one. */
export type InformedChoice = ChooseStandardProcess & {
  readonly known: { readonly now: Instant; readonly process: 'inForce' | 'variant' | 'unknown' };
};

/** What was chosen, in the order of the times from which it holds. */
export interface Standard {
  readonly choices: readonly { readonly processId: string; readonly effectiveFrom: Instant }[];
}

export type StandardRefusal = 'ProcessNotInForce' | 'ProcessIsAVariant';
type Outcome = Decision<StandardEvent, StandardRefusal>;

/** The standard process at a time: the one of the policy until another was chosen (L83). */
export const standardAt = ({ choices }: Standard, at: Instant): string =>
  choices.findLast(({ effectiveFrom }) => effectiveFrom <= at)?.processId ?? standardProcessId;

const choose = ({ data: { processId }, known: { now, process } }: InformedChoice, state: Standard): Outcome => {
  const from = state.choices.at(-1)?.processId ?? standardProcessId;
  if (from === processId) return accept();
  if (process === 'unknown') return refuse('ProcessNotInForce', { processId }, ['PublishDefinition']);
  if (process === 'variant') return refuse('ProcessIsAVariant', { processId }, ['choose the process that it is a variant of']);
  return accept({ type: 'StandardProcessChosen', data: { from, to: processId, effectiveFrom: now } });
};

/** Which process deals are under that ask for no other. A variant is chosen by a deal's segment, never as the standard. */
export const standard: Decider<Standard, InformedChoice, StandardEvent, StandardRefusal> = {
  initialState: { choices: [] },
  decide: choose,
  evolve: ({ choices }, { data: { to, effectiveFrom } }) => ({ choices: [...choices, { processId: to, effectiveFrom }] }),
};
