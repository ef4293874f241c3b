const FIRST_MS = 50;
const LONGEST_MS = 10_000;

/** Milliseconds before the next attempt after so many failures in a row: doubled each time up to the longest, half of it by chance. */
export const backoffMs = (failures: number, chance: () => number = Math.random, longestMs = LONGEST_MS): number => {
  const longest = Math.min(longestMs, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return longest / 2 + (chance() * longest) / 2;
};
