import type { Logger } from 'pino';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { attemptCommands, attemptLog } from '#organisation';
import { tokenBuckets } from '#platform';
import type { AttemptLog } from '#platform/nest';
import type { ClosingStack } from './closing-stack.ts';
import { timeAndChance, type TimeAndChance } from './time-and-chance.ts';

/** A user leaves a trace of thirty attempts at once, then of one every two seconds. */
const attemptsKept = { capacity: 30, perSecond: 0.5 };

/** Keeps what authenticated users tried in vain, in streams of their own. */
export const openAttemptLog = (
  { store, codec, ledgerId }: { readonly store: EventStore; readonly codec: Codec<AnyEvent>; readonly ledgerId: string },
  stack: ClosingStack,
  logger: Logger,
  { clock, newId }: Pick<TimeAndChance, 'clock' | 'newId'> = timeAndChance,
): AttemptLog => {
  const log = attemptLog({
    handle: attemptCommands({ store, codec, clock }),
    ledgerId,
    allows: tokenBuckets(attemptsKept),
    newId,
    onError: (error, { correlationId }) => logger.warn({ correlationId, err: error }, 'an attempt could not be recorded'),
  });
  stack.push('attempts', log.settled);
  return log.tried;
};
