import { EventStoreDbEventSource, EventStoreDbEventStore } from '#eventstoredb';
import { migrate } from '#postgres';
import { endChild, nextMessage, startChild } from './child.ts';
import type { EventStoreReady } from './event-store-server.ts';
import { rate, type Bench, type Measurement } from './measure.ts';
import { appendAll, salesLog } from './sales-log.ts';
import { sequenceAll } from './whole-ledger.ts';

/** From an event store that is full into a ledger that is empty. The server is a stand-in, so its figure is compared with nothing. */
export const fanoutStore: Bench = {
  name: 'fanout.store',
  run: async ({ connectionString, quick, log }): Promise<Measurement> => {
    const events = quick ? 5_000 : 40_000;
    await migrate(connectionString);
    const server = startChild('event-store-server');
    try {
      const { connectionString: address } = await nextMessage<EventStoreReady>(server);
      const store = new EventStoreDbEventStore(address);
      await appendAll(store, salesLog(events));
      await store.close();
      log(`${events} events in the event store`);
      const source = new EventStoreDbEventSource(address);
      const value = await rate(events, () => sequenceAll(connectionString, source, events));
      await source.close();
      const note = `event store to ledger, ${events} events; measured on the test server, not on EventStoreDB`;
      return { name: 'fanout.store', value, unit: 'events/s', baseline: null, ratio: null, note };
    } finally {
      await endChild(server);
    }
  },
};
