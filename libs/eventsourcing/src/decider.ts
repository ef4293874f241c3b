import type { Command, DomainEvent, RecordedEvent } from './message.ts';

/** A business refusal: a value, never an exception. `liftedBy` says what would make the same command succeed. */
export interface Refusal<R extends string = string> {
  readonly kind: 'refused';
  readonly reason: R;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly liftedBy: readonly string[];
}

/** The command stands; without events it had no effect (it was already so). */
export interface Acceptance<E> {
  readonly kind: 'accepted';
  readonly events: readonly E[];
}

export type Decision<E, R extends string = string> = Acceptance<E> | Refusal<R>;

/**
 * The pattern: pure, total, no clock, no ids, no environment. `evolve` never throws on a history that `decide` produced. It is given events as they
 * were recorded, so that a state may remember who stated something, when, and which event is the evidence of it.
 */
export interface Decider<S, C extends Command, E extends DomainEvent, R extends string = string> {
  readonly initialState: S;
  readonly decide: (command: C, state: S) => Decision<E, R>;
  readonly evolve: (state: S, event: RecordedEvent<E>) => S;
}

export const accept = <E>(...events: readonly E[]): Acceptance<E> => ({ kind: 'accepted', events });

export const refuse = <R extends string>(
  reason: R,
  detail: Readonly<Record<string, unknown>> = {},
  liftedBy: readonly string[] = [],
): Refusal<R> => ({ kind: 'refused', reason, detail, liftedBy });
