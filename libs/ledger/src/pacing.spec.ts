import { pacing } from './pacing.ts';

describe('gathering events', () => {
  /** Steps of `took` ms, one after another, while `perMs` events come in; the rests between them. */
  const rests = (perMs: number, took: number, { mostMs = 25, together }: { mostMs?: number; together?: number } = {}): number[] => {
    const restAfter = pacing(mostMs);
    const found: number[] = [];
    for (let [began, last] = [0, 0]; found.length < 20;) {
      const rest = restAfter({ events: perMs * (began - last), began, ended: began + took, together });
      found.push(rest);
      last = began;
      began += took + rest;
    }
    return found.slice(1);
  };

  it('is not done while few come in during a step, however it once was', () => {
    expect(rests(3, 4).every((rest) => rest === 0)).toBe(true);
    expect(rests(0.001, 500).every((rest) => rest === 0)).toBe(true);
  });

  it('makes steps large enough when many come in', () => {
    expect(rests(10, 4).every((rest) => Math.abs(rest - 21.6) < 0.01)).toBe(true);
  });

  it('is done when appends come many in a commit, and only then, where the store tells', () => {
    expect(rests(2, 1, { mostMs: 100, together: 7 }).every((rest) => rest === 100)).toBe(true);
    expect(rests(20, 4, { mostMs: 100, together: 7 }).every((rest) => Math.abs(rest - 8.8) < 0.01)).toBe(true);
    expect(rests(2, 1, { mostMs: 100, together: 3 }).every((rest) => rest === 0)).toBe(true);
    expect(rests(10, 4, { mostMs: 100, together: 3 }).every((rest) => rest === 0)).toBe(true);
  });

  it('takes the longer the more come in a commit', () => {
    expect(rests(2, 1, { mostMs: 90, together: 5 }).every((rest) => Math.abs(rest - 22.5) < 0.01)).toBe(true);
    expect(rests(2, 1, { mostMs: 90, together: 6 }).every((rest) => Math.abs(rest - 67.5) < 0.01)).toBe(true);
    expect(rests(2, 1, { mostMs: 90, together: 20 }).every((rest) => rest === 90)).toBe(true);
  });

  it('is bounded', () => {
    expect(rests(5, 4, { mostMs: 10 }).every((rest) => rest === 10)).toBe(true);
  });

  it('is not done when a step takes long enough by itself', () => {
    expect(rests(10, 30).every((rest) => rest === 0)).toBe(true);
  });
});
