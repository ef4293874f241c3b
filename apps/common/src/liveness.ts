import type { Relay } from '#ledger';
import { eventLoopWatch, progressWatch, type Liveness, type WatchedLoop } from '#platform';
import type { DeadlineRunner } from '#projections';
import type { ClosingStack } from './closing-stack.ts';

/** Halted, it waits for somebody to look into it; readiness says so, and a new start would change nothing. */
export const relayLoop = (relay: Pick<Relay, 'status'>, limitMs: number): WatchedLoop => ({
  name: 'relay',
  lastProgressAt: () => relay.status().turnedAt,
  mustProgress: () => relay.status().halted === undefined,
  limitMs,
});

export const projectionsLoop = (projecting: { turnedAt(): number }, limitMs: number): WatchedLoop => ({
  name: 'projections',
  lastProgressAt: () => projecting.turnedAt(),
  mustProgress: () => true,
  limitMs,
});

/** Asleep until the next is due, or where another leads, it need not turn. */
export const deadlinesLoop = (deadlines: () => DeadlineRunner | undefined, limitMs: number): WatchedLoop => ({
  name: 'deadlines',
  lastProgressAt: () => deadlines()?.turnedAt ?? 0,
  mustProgress: () => deadlines()?.busy ?? false,
  limitMs,
});

/** Whether what should turn in this process turns: its event loop, and these. */
export const livenessOf = (loops: readonly WatchedLoop[], stack: ClosingStack): Liveness => {
  const eventLoop = eventLoopWatch();
  stack.push('event loop watch', async () => eventLoop.stop());
  return progressWatch([eventLoop.loop, ...loops]);
};
