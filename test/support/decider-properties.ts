import fc from 'fast-check';
import type { Command, Decider, Decision, DomainEvent } from '#eventsourcing';
import { catalogue, entryFor } from '#event-contracts';
import { foldAll } from '#eventsourcing/testing';

/** Something to ask for next, given where things stand: random, but able to get anywhere. */
export type Move<S, C> = (state: S) => C;

interface Step<S, C, E> {
  readonly before: S;
  readonly command: C;
  readonly decision: Decision<E>;
  readonly after: S;
}

const play = <S, C extends Command, E extends DomainEvent>(decider: Decider<S, C, E>, moves: readonly Move<S, C>[]) => {
  const steps: Step<S, C, E>[] = [];
  let state = decider.initialState;
  let revision = 0;
  for (const move of moves) {
    const command = move(state);
    const decision = decider.decide(command, state);
    const after = decision.kind === 'accepted' ? foldAll(decider, decision.events, state, revision) : state;
    if (decision.kind === 'accepted') revision += decision.events.length;
    steps.push({ before: state, command, decision, after });
    state = after;
  }
  return steps;
};

const eventsOf = <S, C, E>(steps: readonly Step<S, C, E>[]): readonly E[] =>
  steps.flatMap(({ decision }) => (decision.kind === 'accepted' ? decision.events : []));

export interface Expectations<C> {
  /** Commands that are a fact of their own each time, so that a repetition under another id is no repetition. */
  readonly newEachTime?: (command: C) => boolean;
  /** Every event type and refusal that the moves must get to, else the properties would hold of nothing. */
  readonly reached: readonly string[];
  readonly length?: number;
}

/** What holds of every decider: total, folds what it decided, writes only what the catalogue declares, repeats nothing. */
export const deciderProperties = <S, C extends Command, E extends DomainEvent>(
  decider: Decider<S, C, E>,
  move: fc.Arbitrary<Move<S, C>>,
  { newEachTime = () => false, reached, length = 40 }: Expectations<C>,
): void => {
  const games = fc.array(move, { minLength: 1, maxLength: length, size: 'max' });
  const always = (hold: (steps: readonly Step<S, C, E>[]) => void, parameters: fc.Parameters<unknown> = { numRuns: 200 }) =>
    fc.assert(
      fc.property(games, (moves) => hold(play(decider, moves))),
      parameters,
    );

  it('decides any commands in any order, and gets everywhere', () => {
    // The same games each time, so that what they get to is no matter of luck.
    const seen = new Set<string>();
    always(
      (steps) => {
        for (const { decision } of steps) {
          if (decision.kind === 'refused') seen.add(decision.reason);
          else decision.events.forEach(({ type }) => seen.add(type));
        }
      },
      { numRuns: 400, seed: 118 },
    );
    expect([...seen].toSorted()).toEqual([...reached].toSorted());
  });

  it('writes only what the catalogue declares', () => {
    always((steps) => {
      for (const event of eventsOf(steps)) expect([...entryFor(catalogue, event.type).validator.Errors(event.data)]).toEqual([]);
    });
  });

  it('adds nothing when a command is repeated', () => {
    always((steps) => {
      for (const { command, decision, after } of steps) {
        if (decision.kind !== 'accepted' || newEachTime(command)) continue;
        const again = decider.decide(command, after);
        expect(again.kind === 'accepted' ? again.events : []).toEqual([]);
      }
    });
  });

  it('states what refuses and what would lift it in plain values', () => {
    always((steps) => {
      for (const { decision } of steps) expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
    });
  });

  it('folds any event onto any state', () => {
    fc.assert(
      fc.property(games, games, (one, other) => {
        const states = play(decider, one).map(({ after }) => after);
        for (const event of eventsOf(play(decider, other))) for (const state of states) foldAll(decider, [event], state);
      }),
      { numRuns: 30 },
    );
  });
};
