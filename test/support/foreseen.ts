import { hash } from 'node:crypto';
import type { TimeAndChance } from '../../apps/common/src/time-and-chance.ts';

/** Time and chance that are the same in every run. */
export interface Foreseen extends TimeAndChance {
  /** Lets time pass; it stands still otherwise. */
  pass(seconds: number): void;
}

const drawn = (what: string, length: number): Buffer => hash('sha256', what, 'buffer').subarray(0, length);

/** Keys and nonces follow from what they are for, and not from how many were asked for before: whatever is done at the same time. */
export const foreseen = (start = '2026-01-05T08:00:00.000Z'): Foreseen => {
  let now = Date.parse(start);
  let attempts = 0;
  return {
    clock: () => new Date(now).toISOString(),
    newKey: (id) => drawn(`key ${id}`, 32),
    nonces: (eventId, key) => drawn(`nonce ${eventId} ${key}`, 12),
    newId: () => `attempt ${(attempts += 1)}`,
    pass: (seconds) => void (now += seconds * 1000),
  };
};
