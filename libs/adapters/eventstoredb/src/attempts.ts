import { setTimeout as pause } from 'node:timers/promises';

export interface Attempts {
  /** How often a call is made before its failure is passed on. */
  readonly attempts: number;
  /** The pause before the second one; it doubles with each. ms. */
  readonly firstPause: number;
  /** No attempt begins later than this after the first; ms. */
  readonly patience: number;
}

/** Attempts until one yields something; nothing when none of them did. What an attempt throws ends it at once. */
export const persist = async <T>(
  { attempts, firstPause, patience }: Attempts,
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  const began = performance.now();
  for (let made = 0; made < attempts; made += 1) {
    const wait = firstPause * 2 ** (made - 1);
    if (made > 0 && performance.now() - began + wait > patience) break;
    if (made > 0) await pause(wait);
    const result = await attempt();
    if (result !== undefined) return result;
  }
  return undefined;
};
