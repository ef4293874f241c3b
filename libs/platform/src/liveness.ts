/** How one part is, with its figures. */
export interface HealthCheck {
  readonly ok: boolean;
  readonly [detail: string]: unknown;
}

/** Every part that stands still when the process is stuck, by name. Asks nothing but this process: a lost database is not mended by a restart. */
export type Liveness = () => Readonly<Record<string, HealthCheck>>;

/** A loop that turns again and again, whether or not there is anything to do. */
export interface WatchedLoop {
  readonly name: string;
  /** The end of its last turn, in vain or not; ms of `performance.now()`. */
  readonly lastProgressAt: () => number;
  /** False while it stands still on purpose. */
  readonly mustProgress: () => boolean;
  /** How long a turn may take before the loop counts as stuck; ms. */
  readonly limitMs: number;
}

/** Finds loops that should turn and have not for too long: whoever runs the process then starts it anew. `now`: ms. */
export const progressWatch =
  (loops: readonly WatchedLoop[], now: () => number = () => performance.now()): Liveness =>
  () =>
    Object.fromEntries(
      loops.map(({ name, lastProgressAt, mustProgress, limitMs }) => {
        const idleSeconds = Math.max(0, Math.round(now() - lastProgressAt())) / 1000;
        return [name, { ok: !mustProgress() || idleSeconds * 1000 <= limitMs, idleSeconds }];
      }),
    );

/** Ticks that should come so often, and when one last came on time: no later than twice that after the one before. ms. */
export const punctuality = (every: number, now: () => number = () => performance.now()) => {
  let [tickedAt, onTimeAt] = [now(), now()];
  return {
    tick: (): void => {
      const at = now();
      if (at - tickedAt <= 2 * every) onTimeAt = at;
      tickedAt = at;
    },
    onTimeAt: () => onTimeAt,
  };
};

const tickMs = 1000;

/**
 * The event loop itself: it progresses by being on time. One that is late at every turn for so long is not busy but stuck, and whoever asks
 * while it stands still gets no answer at all. The limit in ms.
 */
export const eventLoopWatch = (limitMs = 30_000): { readonly loop: WatchedLoop; stop(): void } => {
  const { tick, onTimeAt } = punctuality(tickMs);
  const timer = setInterval(tick, tickMs).unref();
  return {
    loop: { name: 'eventLoop', lastProgressAt: onTimeAt, mustProgress: () => true, limitMs },
    stop: () => clearInterval(timer),
  };
};
