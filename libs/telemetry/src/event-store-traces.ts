import type { AppendOutcome, EventStore } from '#eventsourcing';
import type { Tracing } from './tracing.ts';

/** The same store, with a span for each append. */
export const tracedEventStore = (store: EventStore, { appended }: Pick<Tracing, 'appended'>): EventStore => ({
  append: async (events) => {
    const startedAt = performance.now();
    let outcome: AppendOutcome['outcome'] | 'failed' = 'failed';
    try {
      const result = await store.append(events);
      outcome = result.outcome;
      return result;
    } finally {
      appended(events, outcome, { startedAt, endedAt: performance.now() });
    }
  },
  read: (stream, fromRevision) => store.read(stream, fromRevision),
});
