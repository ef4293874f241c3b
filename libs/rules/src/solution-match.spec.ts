import { matchScore } from './solution-match.ts';

describe('how well a solution matches needs (L134, K26)', () => {
  it.each([
    ['all of them are covered', [['must', 'covered'] as const, ['could', 'covered'] as const], 10_000],
    ['none is', [['must', 'not'] as const], 0],
    ['there are none', [], 0],
    ['a must is covered in part, and a could is not', [['must', 'partly'] as const, ['could', 'not'] as const], 3_750],
    ['a should of a must and a should is covered: the must weighs more', [['must', 'not'] as const, ['should', 'covered'] as const], 4_000],
    ['thirds are rounded down', [['could', 'covered'] as const, ['should', 'not'] as const], 3_333],
  ])('when %s', (_, needs, score) => expect(matchScore(needs.map(([priority, match]) => ({ priority, match })))).toBe(score));
});
