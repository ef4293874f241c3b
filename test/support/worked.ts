import type { Command, Decider } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { salesLedger, type Circumstances, type SalesLedger } from './sales-ledger.ts';

/** A command, or one that the state so far calls for. */
export type StepOf<S, C> = C | ((state: S) => C);

export interface Worked<S, C extends Command, E extends AnyEvent> {
  readonly decider: Decider<S, C, E>;
  readonly stream: (id: string) => string;
  readonly circumstances: (command: C, id: string) => Circumstances;
}

/** The ledger that steps leave behind, each taken on the stream that it names through the real decider; what is refused leaves nothing. */
export const worked = async <S, C extends Command, E extends AnyEvent>(
  steps: readonly (readonly [id: string, step: StepOf<S, C>])[],
  { decider, stream, circumstances }: Worked<S, C, E>,
): Promise<SalesLedger> => {
  const ledger = salesLedger();
  const states = new Map<string, S>();
  for (const [id, step] of steps) {
    let state = states.get(id) ?? decider.initialState;
    const command = typeof step === 'function' ? step(state) : step;
    const decision = decider.decide(command, state);
    for (const event of decision.kind === 'refused' ? [] : decision.events)
      state = decider.evolve(state, { ...(await ledger.record(stream(id), event, circumstances(command, id))), ...event } as never);
    states.set(id, state);
  }
  return ledger;
};
