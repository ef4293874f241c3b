/** So many events that what a step costs by itself, and all that follow it, hardly counts any more. */
const worthwhile = 256;
/** With so many events coming in while one step is made, the relay would be at work without end, in small steps that slow everything else. */
const busyFrom = 16;
/** With so little of its time to spare, the thread takes what small steps cost from those who wait for answers. */
const saturatedFrom = 0.95;

/** One step of the relay, as far as pacing goes; times in ms. */
export interface PacedStep {
  readonly events: number;
  readonly began: number;
  readonly ended: number;
  /** Share of its time that the thread is at work, 0 to 1. */
  readonly load: number;
}

/**
 * How long to let events gather after a step; ms. Nothing as long as relay and thread have time to spare: then each event is sequenced at
 * once. `mostMs` bounds what gathering may add to an event's way.
 */
export const pacing = (mostMs: number) => {
  let lastBegan: number | undefined;
  return ({ events, began, ended, load }: PacedStep): number => {
    const since = lastBegan === undefined ? Infinity : began - lastBegan;
    lastBegan = began;
    const perMs = events / Math.max(since, 0.01);
    const took = ended - began;
    if (perMs * took < busyFrom && load < saturatedFrom) return 0;
    return Math.min(mostMs, Math.max(0, worthwhile / perMs - took));
  };
};
