/** So many events that what a step costs by itself, and all that follow it, hardly counts any more. */
const worthwhile = 256;
/**
 * With more appends than that in each commit, commands wait in line: what small steps cost is taken from those who wait for answers. From the
 * second number on, as many wait as may: in between, events gather the longer the more do.
 */
const [crowdedFrom, crowdedWholly] = [4.5, 6.5];
/** Where the store does not tell: with so many events coming in while one step is made, the relay would be at work without end, in small steps. */
const busyFrom = 16;

/** One step of the relay, as far as pacing goes; times in ms. */
export interface PacedStep {
  readonly events: number;
  readonly began: number;
  readonly ended: number;
  /** Appends in a commit, of late; nothing where the store does not tell. */
  readonly together: number | undefined;
}

/** From 0 to 1. */
const crowded = (together: number | undefined, perStep: number): number => {
  if (together === undefined) return perStep >= busyFrom ? 1 : 0;
  return Math.min(1, Math.max(0, (together - crowdedFrom) / (crowdedWholly - crowdedFrom)));
};

/**
 * How long to let events gather after a step; ms. Nothing as long as commands are not held up: then each event is sequenced at once. `mostMs`
 * bounds what gathering may add to an event's way.
 */
export const pacing = (mostMs: number) => {
  let lastBegan: number | undefined;
  return ({ events, began, ended, together }: PacedStep): number => {
    const since = lastBegan === undefined ? Infinity : began - lastBegan;
    lastBegan = began;
    const perMs = events / Math.max(since, 0.01);
    const took = ended - began;
    return Math.min(mostMs * crowded(together, perMs * took), Math.max(0, worthwhile / perMs - took));
  };
};
