import { StoreUnavailable, type EventStore } from '#eventsourcing';
import { eventStoreContract, storedEvent } from '#eventsourcing/testing';
import { InMemoryEventStore } from '#in-memory';
import { measuredEventStore } from './event-store-metrics.ts';
import { openMetrics } from './metrics.ts';

describe('a measured event store', () => {
  describe('is the store that it measures', () =>
    eventStoreContract(async () => {
      const store = new InMemoryEventStore();
      return {
        store: measuredEventStore(store, openMetrics()),
        source: store.source(),
        sourceOf: (prefix) => store.source(prefix),
        close: async () => undefined,
      };
    }));

  it('counts appends by what became of them', async () => {
    const metrics = openMetrics();
    const store = measuredEventStore(new InMemoryEventStore(), metrics);
    await store.append([storedEvent('lead-1', 0)]);
    await store.append([storedEvent('lead-1', 0)]);
    await store.read('lead-1');
    const text = await metrics.text();
    expect(text).toContain('dealtrail_append_duration_seconds_count{outcome="committed"} 1');
    expect(text).toContain('dealtrail_append_duration_seconds_count{outcome="conflict"} 1');
    expect(text).toContain('dealtrail_stream_read_duration_seconds_count{outcome="read"} 1');
  });

  it('counts what was thrown, and throws it', async () => {
    const metrics = openMetrics();
    const down: EventStore = {
      append: () => Promise.reject(new StoreUnavailable('down')),
      read: () => Promise.reject(new StoreUnavailable('down')),
    };
    const store = measuredEventStore(down, metrics);
    await expect(store.append([storedEvent('lead-1', 0)])).rejects.toThrow(StoreUnavailable);
    await expect(store.read('lead-1')).rejects.toThrow(StoreUnavailable);
    const text = await metrics.text();
    expect(text).toContain('dealtrail_append_duration_seconds_count{outcome="failed"} 1');
    expect(text).toContain('dealtrail_stream_read_duration_seconds_count{outcome="failed"} 1');
  });
});
