import { growthOf } from './growth.ts';

const never = new AbortController().signal;

/** A ledger of which is only known that it grows. */
const growing = () => {
  const listeners = new Set<(size: number) => void>();
  const onGrowth = (listener: (size: number) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return { onGrowth, grow: () => listeners.forEach((listener) => listener(1)), listeners };
};

describe('growth', () => {
  it('is told at once after a quiet time, then together', async () => {
    const ledger = growing();
    const growth = growthOf(ledger, 20);
    ledger.grow();
    expect([growth.heard(), growth.told()]).toEqual([1, 1]);
    for (let more = 0; more < 50; more += 1) ledger.grow();
    expect([growth.heard(), growth.told()]).toEqual([51, 1]);
    await growth.since(1, 1e6, never);
    expect(growth.told()).toBe(2);
    growth.stop();
  });

  it('is never slept through', async () => {
    const ledger = growing();
    const growth = growthOf(ledger, 0);
    const seen = growth.told();
    ledger.grow();
    await growth.since(seen, 1e6, never);
    expect(growth.waiting()).toBe(0);
  });

  it('is waited for no longer than was said, and not by those who left', async () => {
    const growth = growthOf(growing(), 0);
    await growth.since(0, 1, never);
    const left = new AbortController();
    const waiting = growth.since(0, 1e6, left.signal);
    left.abort();
    await waiting;
    await growth.since(0, 1e6, left.signal);
    expect(growth.waiting()).toBe(0);
  });

  it('is not listened for any more in the end', () => {
    const ledger = growing();
    growthOf(ledger, 0).stop();
    expect(ledger.listeners.size).toBe(0);
  });
});
