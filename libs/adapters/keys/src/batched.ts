/**
 * Looks things up many at a time: what is asked for while a look-up is under way waits for the next. Each asker gets its own thing, or
 * nothing when it was not found; a look-up that fails fails for all that it was for.
 */
export const batched = <K, V>(lookUp: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>): ((key: K) => Promise<V | undefined>) => {
  let waiting = new Set<K>();
  let next: Promise<ReadonlyMap<K, V>> | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  const start = (): Promise<ReadonlyMap<K, V>> => {
    const keys = [...waiting];
    waiting = new Set();
    next = undefined;
    return lookUp(keys);
  };

  return async (key) => {
    waiting.add(key);
    next ??= underWay = underWay.then(start, start);
    return (await next).get(key);
  };
};
