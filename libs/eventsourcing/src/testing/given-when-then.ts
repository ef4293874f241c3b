import type { Decider } from '../decider.ts';
import type { Command, DomainEvent } from '../message.ts';
import { foldAll, type Happened } from './recorded.ts';

/** Reads as a sentence of the policy: `given(opened).when(advanceTo('S5')).thenRefused('StageSkipped')`. */
export const specification = <S, C extends Command, E extends DomainEvent, R extends string>(decider: Decider<S, C, E, R>) => ({
  given: (...history: readonly Happened<E>[]) => ({
    when: (command: C) => {
      const state = foldAll(decider, history);
      const decision = decider.decide(command, state);
      return {
        decision,
        then: (...events: readonly E[]) => expect(decision).toEqual({ kind: 'accepted', events }),
        thenTypes: (...types: readonly E['type'][]) =>
          expect(decision.kind === 'accepted' ? decision.events.map(({ type }) => type) : decision).toEqual(types),
        thenNothing: () => expect(decision).toEqual({ kind: 'accepted', events: [] }),
        thenRefused: (reason: R, detail?: Readonly<Record<string, unknown>>) =>
          expect(decision).toMatchObject({ kind: 'refused', reason, ...(detail && { detail }) }),
      };
    },
  }),
});
