/** Of so many commits the mean is taken: about the last second of a busy store, so that a stall of a moment does not count as load. */
const commits = 256;

/** How many appends are committed together, of late, as far as the store tells. */
export interface Crowd {
  readonly committed: (together: number | undefined) => void;
  /** Nothing is waiting: what was before says nothing about what comes. */
  readonly dispersed: () => void;
  /** Nothing while the store has not told. */
  readonly mean: () => number | undefined;
}

/**
 * Appends that come in while a commit is under way wait for the next one: many together mean that commands wait in line. Unlike the load of
 * the thread that tells a store at its limit from one at half of it, for whoever follows the ledger takes all the time that commands leave.
 */
export const crowd = (): Crowd => {
  let mean: number | undefined;
  return {
    committed: (together) => {
      if (together !== undefined) mean = mean === undefined ? together : mean + (together - mean) / commits;
    },
    dispersed: () => void (mean &&= 1),
    mean: () => mean,
  };
};
