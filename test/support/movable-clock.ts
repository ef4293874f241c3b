import { timeAndChance, type TimeAndChance } from '../../apps/common/src/time-and-chance.ts';

/** The machine's clock, put forward by a test. */
export interface MovableClock {
  /** For the program. */
  readonly given: TimeAndChance;
  /** Until it is later than that; it never goes back. */
  passes(instant: string): void;
}

export const movableClock = (): MovableClock => {
  let aheadMs = 0;
  return {
    given: { ...timeAndChance, clock: () => new Date(Date.now() + aheadMs).toISOString() },
    passes: (instant) => void (aheadMs = Math.max(aheadMs, Date.parse(instant) + 1 - Date.now())),
  };
};
