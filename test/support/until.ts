import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition that nothing announces; false if it does not hold in time. */
export const until = async (holds: () => boolean | Promise<boolean>, milliseconds = 30_000): Promise<boolean> => {
  const deadline = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > deadline) return false;
    await pause(10);
  }
  return true;
};
