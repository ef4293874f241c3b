import type { LedgerReader } from '#eventsourcing';

/** How often the ledger was heard to have grown, so that nobody sleeps through what came between a look and the sleep. */
export interface Growth {
  count(): number;
  /** Resolves once the count is another than `seen`, after `ms` at the latest, or when the signal is given. */
  since(seen: number, ms: number, signal: AbortSignal): Promise<void>;
  /** How many wait. */
  waiting(): number;
  /** Hears nothing more; whoever waits has its time-out. */
  stop(): void;
}

export const growthOf = (ledger: Pick<LedgerReader, 'onGrowth'>): Growth => {
  let count = 0;
  const sleepers = new Set<() => void>();
  const stop = ledger.onGrowth(() => {
    count += 1;
    for (const wake of [...sleepers]) wake();
  });

  const since = (seen: number, ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (count !== seen || signal.aborted) return resolve();
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

  return { count: () => count, since, waiting: () => sleepers.size, stop };
};
