import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition that nothing announces, looking so often (ms); false if it does not hold in time. */
export const until = async (holds: () => boolean | Promise<boolean>, milliseconds = 30_000, every = 10): Promise<boolean> => {
  const deadline = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > deadline) return false;
    await pause(every);
  }
  return true;
};
