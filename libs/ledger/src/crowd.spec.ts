import { crowd } from './crowd.ts';

describe('how many appends are committed together', () => {
  const committed = (commits: readonly (number | undefined)[]) => {
    const appends = crowd(() => 0);
    for (const together of commits) appends.committed(together);
    return appends.mean();
  };
  const times = (count: number, together: number) => Array.from({ length: count }, () => together);

  it('is not known of a store that does not tell', () => expect(committed([undefined, undefined])).toBeUndefined());
  it('is what it has been for a while', () => expect(committed([...times(20, 1), ...times(2000, 7)])).toBeCloseTo(7, 1));
  it('hardly changes by what comes together after a stall', () => expect(committed([...times(500, 2), 16, 16])).toBeLessThan(2.3));
  it('forgets what has been long ago', () => expect(committed([...times(500, 16), ...times(1000, 1)])).toBeLessThan(1.5));

  it('begins anew after a pause, longer than a stall', () => {
    let now = 0;
    const appends = crowd(() => now);
    const after = (ms: number, ...commits: readonly number[]) => {
      now += ms;
      for (const together of commits) appends.committed(together);
      return appends.mean();
    };
    expect(after(5, ...times(2000, 7))).toBeCloseTo(7, 1);
    expect(after(70, 7)).toBeCloseTo(7, 1);
    expect(after(101)).toBe(3.5);
    expect(after(0, 1)).toBeLessThan(3.5);
  });
});
