import type { LedgerReader } from '#eventsourcing';

/** Of a ledger that grows all the time, readers are told now and then, not for each step. */
export interface Growth {
  /** How often it was heard to have grown. */
  heard(): number;
  /** How often readers were told: of everything that was heard, soon. */
  told(): number;
  /** Resolves once `told` is another than `seen`, after `ms` at the latest, or when the signal is given. Nobody sleeps through what came since they looked. */
  since(seen: number, ms: number, signal: AbortSignal): Promise<void>;
  /** How many wait. */
  waiting(): number;
  /** Hears nothing more; whoever waits has its time-out. */
  stop(): void;
}

/** Tells at once after a quiet time, and no more often than every `gatherMs`. */
export const growthOf = (ledger: Pick<LedgerReader, 'onGrowth'>, gatherMs: number): Growth => {
  let [heard, told, toldAt] = [0, 0, -Infinity];
  let telling: NodeJS.Timeout | undefined;
  const sleepers = new Set<() => void>();

  const tell = (): void => {
    telling = undefined;
    told += 1;
    toldAt = performance.now();
    for (const wake of [...sleepers]) wake();
  };
  const silence = ledger.onGrowth(() => {
    heard += 1;
    if (telling) return;
    const early = toldAt + gatherMs - performance.now();
    if (early <= 0) tell();
    else telling = setTimeout(tell, early);
  });

  const since = (seen: number, ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (told !== seen || signal.aborted) return resolve();
      const wake = (): void => {
        clearTimeout(timer);
        sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });

  const stop = (): void => {
    silence();
    clearTimeout(telling);
  };
  return { heard: () => heard, told: () => told, since, waiting: () => sleepers.size, stop };
};
