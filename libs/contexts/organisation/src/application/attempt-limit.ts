/** Says whether one more attempt of a user may be recorded: at most `perMinute` in any full minute. Whoever floods does not fill the log. */
export const attemptLimit = (perMinute = 30, now: () => number = Date.now): ((userId: string) => boolean) => {
  let minute = -1;
  let counts = new Map<string, number>();
  return (userId) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      minute = current;
      counts = new Map();
    }
    const count = (counts.get(userId) ?? 0) + 1;
    counts.set(userId, count);
    return count <= perMinute;
  };
};
