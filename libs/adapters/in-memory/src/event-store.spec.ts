import { eventStoreContract } from '#eventsourcing/testing';
import { InMemoryEventStore } from './event-store.ts';

describe('the event store in memory', () =>
  eventStoreContract(async () => {
    const store = new InMemoryEventStore();
    return { store, source: store.source(), sourceOf: (prefix) => store.source(prefix), close: async () => undefined };
  }));
