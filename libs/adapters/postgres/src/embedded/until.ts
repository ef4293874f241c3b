import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition outside of this process, which nothing announces. */
export const until = async (holds: () => Promise<boolean>, milliseconds: number): Promise<boolean> => {
  const deadline = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > deadline) return false;
    await pause(10);
  }
  return true;
};
