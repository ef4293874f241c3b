import fc from 'fast-check';

/** Courses of events side by side, each in its own order and mixed in any. */
export const interleaved = <T>(courses: readonly fc.Arbitrary<readonly T[]>[]): fc.Arbitrary<readonly T[]> =>
  fc.tuple(fc.tuple(...courses), fc.infiniteStream(fc.nat({ max: courses.length - 1 }))).map(([all, turns]) => {
    const left = all.map((each) => [...each]);
    const total = all.reduce((sum, { length }) => sum + length, 0);
    const mixed: T[] = [];
    while (mixed.length < total) {
      const next = left[turns.next().value]?.shift() ?? left.find(({ length }) => length > 0)?.shift();
      if (next) mixed.push(next);
    }
    return mixed;
  });
