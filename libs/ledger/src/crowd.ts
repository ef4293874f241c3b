/** Of so many commits the mean is taken: about the last half second of a busy store, so that a stall of a moment does not count as load. */
const commits = 128;
/** Longer than a disk keeps a busy store waiting; ms. */
const pause = 100;
/** After a pause: no crowd, and so near to one that it shows within a second if there is one. */
const afterPause = 3.5;

/** How many appends are committed together, of late, as far as the store tells. */
export interface Crowd {
  readonly committed: (together: number | undefined) => void;
  /** Nothing while the store has not told. */
  readonly mean: () => number | undefined;
}

/**
 * Appends that come in while a commit is under way wait for the next one: many together mean that commands wait in line. Unlike the load of
 * the thread that tells a store at its limit from one at half of it, for whoever follows the ledger takes all the time that commands leave.
 * After a pause nobody waits: what was before it says nothing of what comes. `now`: ms.
 */
export const crowd = (now: () => number = () => performance.now()): Crowd => {
  let mean: number | undefined;
  let last = 0;
  const isOver = (): boolean => mean !== undefined && now() - last > pause;
  return {
    committed: (together) => {
      if (together === undefined) return;
      if (isOver()) mean = afterPause;
      mean = mean === undefined ? together : mean + (together - mean) / commits;
      last = now();
    },
    mean: () => (isOver() ? afterPause : mean),
  };
};
