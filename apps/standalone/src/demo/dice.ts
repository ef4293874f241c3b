/** A seeded source of chance, so that the same seed plays the same year. */
export interface Dice {
  /** 0 ≤ x < 1 */
  readonly roll: () => number;
  readonly between: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** Long-tailed around a median, as amounts and durations are. */
  readonly around: (median: number, spread: number) => number;
}

/** Mulberry32: 32 bits of state, enough for a demonstration. */
export const dice = (seed: number): Dice => {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(roll() * (high - low + 1));
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
  return {
    roll,
    between,
    chance: (probability) => roll() < probability,
    pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number],
    around: (median, spread) => median * Math.exp(spread * normal()),
  };
};
