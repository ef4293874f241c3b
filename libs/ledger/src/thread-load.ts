/** Long enough that a burst does not count as load; ms. */
const window = 500;

/** Share of its time that this thread was at work, 0 to 1, as of the last window that is over. */
export const threadLoad = (): (() => number) => {
  let since = performance.eventLoopUtilization();
  let [measuredAt, load] = [performance.now(), 0];
  return () => {
    const now = performance.now();
    if (now - measuredAt < window) return load;
    const until = performance.eventLoopUtilization();
    load = performance.eventLoopUtilization(until, since).utilization;
    [since, measuredAt] = [until, now];
    return load;
  };
};
