import { setTimeout as pause } from 'node:timers/promises';
import { Refused, type Client } from './client.ts';

interface Ready {
  readonly checks: {
    readonly ledger?: { readonly lagEvents?: number };
    readonly projections?: {
      readonly readModels?: readonly { readonly state: string; readonly lagEvents: number; readonly parkedCases: number }[];
    };
  };
}

/** What does not move by itself (paused, or with parked cases) is not waited for. */
const isCaughtUp = ({ checks: { ledger, projections } }: Ready): boolean =>
  ledger?.lagEvents === 0 &&
  (projections?.readModels ?? []).every(({ state, lagEvents, parkedCases }) => state === 'paused' || parkedCases > 0 || lagEvents === 0);

/** Waits until ledger and read models have followed all that was accepted before; false when that takes longer than `seconds`. */
export const waitUntilCaughtUp = async (client: Client, seconds = 60): Promise<boolean> => {
  const deadline = performance.now() + seconds * 1000;
  // Twice: the relay may not have noticed the last events at the first look.
  for (let looks = 0; looks < 2;) {
    const ready = await client.get<Ready>('/health/ready').catch((error: unknown) => {
      if (error instanceof Refused && error.problem.status === 503) return undefined;
      throw error;
    });
    looks = ready && isCaughtUp(ready) ? looks + 1 : 0;
    if (performance.now() > deadline) return false;
    await pause(100);
  }
  return true;
};
