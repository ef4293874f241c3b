/** Batches as single items to look at without waiting; while one batch is worked on, the next is fetched. */
export interface RowFeed<T> {
  /** The item `ahead` places after the present one, if it is here. */
  peek(ahead?: number): T | undefined;
  skip(): void;
  /** Whether this many items are here, or all that are left. */
  ready(items: number): boolean;
  /** To be called when it is not ready. */
  refill(): Promise<void>;
  /** Nothing is here and nothing will come. */
  ended(): boolean;
  close(): Promise<void>;
}

export const rowFeed = <T>(batches: AsyncIterable<readonly T[]>): RowFeed<T> => {
  const iterator = batches[Symbol.asyncIterator]();
  const fetch = (): Promise<IteratorResult<readonly T[]>> => {
    const result = iterator.next();
    result.catch(() => undefined); // whoever refills hears of it
    return result;
  };
  let items: readonly T[] = [];
  let at = 0;
  let done = false;
  let coming = fetch();
  return {
    peek: (ahead = 0) => items[at + ahead],
    skip: () => {
      at += 1;
    },
    ready: (count) => done || items.length - at >= count,
    refill: async () => {
      const next = await coming;
      done = next.done === true;
      if (next.done) return;
      coming = fetch();
      items = at < items.length ? [...items.slice(at), ...next.value] : next.value;
      at = 0;
    },
    ended: () => done && at >= items.length,
    close: async () => void (await iterator.return?.()),
  };
};
