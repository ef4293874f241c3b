/** How long what was told is not told again; ms. */
const silence = 60_000;

/**
 * Whether something is to be told: when it comes up, and once a minute while it keeps coming back. For what is tried again every few seconds, which would fill a
 * log with one line while a server is down. Time in ms of `performance.now()`.
 */
export const sparingly = (now: () => number = () => performance.now()): ((what: string) => boolean) => {
  const told = new Map<string, number>();
  return (what) => {
    const at = now();
    for (const [one, since] of told) if (at - since >= silence) told.delete(one);
    if (told.has(what)) return false;
    told.set(what, at);
    return true;
  };
};
