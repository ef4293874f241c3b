import { eventLoopWatch, progressWatch, type Liveness } from '#platform';
import type { ClosingStack } from './closing-stack.ts';
import type { Keeping } from './keeping.ts';
import type { Projecting } from './projecting.ts';

/** Whether what should turn in this process turns. */
export const livenessOf = ({ relay }: Keeping, projecting: Projecting, limitMs: number, stack: ClosingStack): Liveness => {
  const eventLoop = eventLoopWatch();
  stack.push('event loop watch', async () => eventLoop.stop());
  return progressWatch([
    eventLoop.loop,
    {
      name: 'relay',
      lastProgressAt: () => relay.status().turnedAt,
      // Halted, it waits for somebody to look into it; readiness says so, and a new start would change nothing.
      mustProgress: () => relay.status().halted === undefined,
      limitMs,
    },
    { name: 'projections', lastProgressAt: () => projecting.turnedAt(), mustProgress: () => true, limitMs },
  ]);
};
