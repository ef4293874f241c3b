interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (result: O) => void;
  readonly reject: (error: unknown) => void;
}

export interface GatherOptions {
  /** Items in one request at most. */
  readonly size: number;
  /** Requests under way at once. */
  readonly lanes: number;
}

/** Sends items that are given at about the same time together, in order, and tells each its own result; a request that fails fails its items. */
export const gathered = <I, O>(
  send: (items: readonly I[]) => Promise<readonly O[]>,
  { size, lanes }: GatherOptions,
): ((item: I) => Promise<O>) => {
  const queue: Waiting<I, O>[] = [];
  let underway = 0;
  let due = false;

  const sendSome = async (): Promise<void> => {
    const batch = queue.splice(0, size);
    underway += 1;
    try {
      const results = await send(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error(`${batch.length} items were answered ${results.length} times`);
      batch.forEach(({ resolve }, at) => resolve(results[at] as O));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      underway -= 1;
      plan();
    }
  };

  const flush = (): void => {
    due = false;
    while (queue.length > 0 && underway < lanes) void sendSome();
  };

  const plan = (): void => {
    if (due || queue.length === 0) return;
    due = true;
    // After whatever else was answered now: its next items come along.
    setImmediate(flush);
  };

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      plan();
    });
};
