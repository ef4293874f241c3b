import fc from 'fast-check';
import type { CounterFact } from './counters.ts';

const note = fc.option(
  fc.string({ maxLength: 5 }).filter((text) => !text.includes('\u0000')),
  { nil: null },
);

const happening: fc.Arbitrary<CounterFact['event']> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('CounterAdded' as const),
      data: fc.record({ amount: fc.integer({ min: -9, max: 9 }), note }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('CounterTagged' as const),
      data: fc.record({
        tags: fc.array(
          fc.string({ maxLength: 3 }).filter((text) => !text.includes('\u0000')),
          { maxLength: 2 },
        ),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'CounterRemoved' as const, data: {} }) },
);

/** Facts of a few cases, in whatever order. */
export const counterFacts = (maxLength = 60): fc.Arbitrary<readonly CounterFact[]> =>
  fc.array(fc.record({ caseId: fc.constantFrom('c1', 'c2', 'c3', 'c4'), counter: fc.constantFrom('a', 'b'), event: happening }), {
    maxLength,
  });

/** Cuts a list at places of a test's choice. */
export const cutAt = <T>(items: readonly T[], places: readonly number[]): readonly (readonly T[])[] => {
  const cuts = [...new Set(places.map((place) => place % (items.length + 1)))].sort((one, other) => one - other);
  return [0, ...cuts].map((from, at) => items.slice(from, cuts[at] ?? items.length));
};
