import fc from 'fast-check';
import { seenKeys } from './seen-keys.ts';

describe('remembering keys', () => {
  it('never forgets one', () => {
    const seen = seenKeys();
    fc.assert(
      fc.property(fc.array(fc.string()), (keys) => {
        for (const key of keys) seen.add(key);
        expect(keys.every((key) => seen.mayHave(key))).toBe(true);
      }),
    );
  });

  it('seldom takes one for known that is not', () => {
    const seen = seenKeys();
    for (let key = 0; key < 200_000; key += 1) seen.add(`case-${key}\u0000opportunity-${key}`);
    const mistaken = Array.from({ length: 20_000 }, (_, key) => `case-${key}\u0000lead-${key}`).filter((key) => seen.mayHave(key));
    expect(mistaken.length).toBeLessThan(200);
  });
});
