import type { LedgerReader, SequencedEvent, SourcedEvent, StoredEvent } from '#eventsourcing';
import type { Sequenced } from '#ledger';
import type { Tracing } from './tracing.ts';

/** Steps whose events are still to be read back, at most: beyond that their spans are left out, for the relay waits for nobody. */
const longestQueue = 100;

const isWhole = (event: SourcedEvent): event is SourcedEvent & StoredEvent => 'entry' in event;

/** A span for each event that got its place; where a source gives events without their bytes, those are read back from the ledger. */
export const sequencingTraces = ({ sequenced }: Pick<Tracing, 'sequenced'>, ledger: Pick<LedgerReader, 'read'>) => {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  const readBack = async ({ from, events, startedAt, endedAt }: Sequenced): Promise<void> => {
    try {
      sequenced(await ledger.read(from, events.length), { startedAt, endedAt });
    } catch {
      // The relay tells of a database that is gone.
    } finally {
      waiting -= 1;
    }
  };

  return (step: Sequenced): void => {
    const { from, events, startedAt, endedAt } = step;
    if (events.every(isWhole))
      return sequenced(
        events.map((event, at): SequencedEvent => ({ ...event, index: from + at })),
        { startedAt, endedAt },
      );
    if (waiting >= longestQueue) return;
    waiting += 1;
    last = last.then(() => readBack(step));
  };
};
