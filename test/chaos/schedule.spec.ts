import { scheduleOf, type Scheduled } from './schedule.ts';
import { describeStep, isKill } from './step.ts';

const first = (count: number, seed: number, brokers: 1 | 3 = 3): readonly Scheduled[] => {
  const schedule = scheduleOf(seed, brokers);
  return Array.from({ length: count }, () => schedule.next().value);
};

describe('a schedule of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(first(200, 7)).toEqual(first(200, 7));
    expect(first(200, 7)).not.toEqual(first(200, 8));
  });

  it('comes to every kind of fault, and to kills most of all', () => {
    const steps = first(1_000, 1).map(({ step }) => step);
    expect(new Set(steps.map(({ kind }) => kind)).size).toBe(16);
    expect(steps.filter(isKill).length).toBeGreaterThan(300);
  });

  it('names no broker that is not there', () => {
    const told = first(1_000, 1, 1).map(({ step }) => describeStep(step));
    expect(told.filter((line) => /broker|kafka/.test(line)).length).toBeGreaterThan(0);
    expect(told.filter((line) => /broker [23]|kafka-[23]/.test(line))).toEqual([]);
  });

  it('is told in words', () =>
    expect(describeStep({ kind: 'delay', line: 'postgres', direction: 'to-client', by: 20, for: 900 })).toBe(
      'delay postgres to-client by 20 ms for 900 ms',
    ));
});
