import { eventStoreContract } from '#eventsourcing/testing';
import { storeUnderTest, whereTested } from '../../../../test/support/eventstoredb/store-under-test.ts';
import { EventStoreDbEventSource } from './event-source.ts';
import { EventStoreDbEventStore } from './event-store.ts';

describe(`the event store in EventStoreDB (${whereTested})`, () =>
  eventStoreContract(async () => {
    const { connectionString, stop } = await storeUnderTest();
    const store = new EventStoreDbEventStore(connectionString);
    const sources: EventStoreDbEventSource[] = [];
    const sourceOf = (prefix: string): EventStoreDbEventSource => {
      const source = new EventStoreDbEventSource(connectionString, { prefix });
      sources.push(source);
      return source;
    };
    const close = async (): Promise<void> => {
      await Promise.all([store.close(), ...sources.map((source) => source.close())]);
      await stop();
    };
    return { store, source: sourceOf(''), sourceOf, close };
  }));
