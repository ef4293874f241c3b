import { crowd } from './crowd.ts';

describe('how many appends are committed together', () => {
  const committed = (commits: readonly (number | undefined)[]) => {
    const appends = crowd();
    for (const together of commits) appends.committed(together);
    return appends.mean();
  };
  const times = (count: number, together: number) => Array.from({ length: count }, () => together);

  it('is not known of a store that does not tell', () => expect(committed([undefined, undefined])).toBeUndefined());
  it('is what it has been for a while', () => expect(committed([...times(20, 1), ...times(2000, 7)])).toBeCloseTo(7, 1));
  it('hardly changes by what comes together after a stall', () => expect(committed([...times(500, 2), 16, 16])).toBeLessThan(2.2));
  it('is each by itself again after a pause', () => {
    const appends = crowd();
    appends.dispersed();
    expect(appends.mean()).toBeUndefined();
    for (const together of times(2000, 7)) appends.committed(together);
    appends.dispersed();
    expect(appends.mean()).toBe(1);
  });
  it('forgets what has been long ago', () => expect(committed([...times(500, 16), ...times(1000, 1)])).toBeLessThan(1.5));
});
