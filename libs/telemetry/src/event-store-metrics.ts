import { Histogram } from 'prom-client';
import type { EventStore } from '#eventsourcing';
import { secondsBuckets, type Metrics } from './metrics.ts';

/** The same store, with how long it takes to append, by what became of it (`failed`: it threw), and to read a stream. */
export const measuredEventStore = (store: EventStore, { registry }: Metrics): EventStore => {
  const appends = new Histogram({
    name: 'dealtrail_append_duration_seconds',
    help: 'How long appending the events of one decision took.',
    labelNames: ['outcome'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const reads = new Histogram({
    name: 'dealtrail_stream_read_duration_seconds',
    help: 'How long reading a stream took.',
    labelNames: ['outcome'],
    buckets: secondsBuckets,
    registers: [registry],
  });

  const measured = async <T>(durations: Histogram<'outcome'>, outcomeOf: (result: T) => string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    let outcome = 'failed';
    try {
      const result = await work();
      outcome = outcomeOf(result);
      return result;
    } finally {
      durations.observe({ outcome }, (performance.now() - began) / 1000);
    }
  };

  return {
    append: (events) =>
      measured(
        appends,
        ({ outcome }) => outcome,
        () => store.append(events),
      ),
    read: (stream, fromRevision) =>
      measured(
        reads,
        () => 'read',
        () => store.read(stream, fromRevision),
      ),
  };
};
