/** So many events that what a step costs by itself hardly counts any more. */
const worthwhile = 128;
/** With so many events coming in while one step is made, the relay would be at work without end, in small steps that slow everything else. */
const busyFrom = 16;

/**
 * How long to let events gather after a step; ms. Nothing as long as the relay has time to spare: then each event is sequenced at once.
 * `mostMs` bounds what gathering may add to an event's way.
 */
export const pacing = (mostMs: number) => {
  let lastBegan: number | undefined;
  return (step: { readonly events: number; readonly began: number; readonly ended: number }): number => {
    const since = lastBegan === undefined ? Infinity : step.began - lastBegan;
    lastBegan = step.began;
    const perMs = step.events / Math.max(since, 0.01);
    const took = step.ended - step.began;
    if (perMs * took < busyFrom) return 0;
    return Math.min(mostMs, Math.max(0, worthwhile / perMs - took));
  };
};
