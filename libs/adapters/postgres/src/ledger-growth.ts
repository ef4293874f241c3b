export interface GrowthWatch {
  listen(listener: (size: number) => void): () => void;
  /** This process has made it grow: listeners hear at once. */
  grown(size: number): void;
  /** As far as is known here: it may be larger by now. -1: not known yet. */
  known(): number;
  close(): void;
}

/** Tells listeners that the ledger has grown: at once when this process did it, else when a look at the size, every so often, says so. */
export const growthWatch = (sizeNow: () => Promise<number>, every: number): GrowthWatch => {
  const listeners = new Set<(size: number) => void>();
  let known = -1;
  let timer: NodeJS.Timeout | undefined;

  const notice = (size: number): void => {
    const isFirst = known < 0;
    if (size <= known) return;
    known = size;
    if (!isFirst) for (const listener of listeners) queueMicrotask(() => listener(size));
  };

  const look = async (): Promise<void> => {
    // Whoever reads will meet the error themselves; here the next look may succeed.
    await sizeNow().then(notice, () => undefined);
    schedule();
  };

  const schedule = (): void => {
    if (timer === undefined || listeners.size === 0) return;
    timer = setTimeout(() => void look(), every).unref();
  };

  return {
    listen: (listener) => {
      listeners.add(listener);
      timer ??= setTimeout(() => void look(), every).unref();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
    grown: (size) => {
      known = Math.max(known, size - 1);
      notice(size);
    },
    known: () => known,
    close: () => {
      listeners.clear();
      clearTimeout(timer);
      timer = undefined;
    },
  };
};
