import { eventStoreContract } from '#eventsourcing/testing';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { PostgresEventSource } from './event-source.ts';
import { PostgresEventStore } from './event-store.ts';
import { migrate } from './migrate.ts';

describe('the event store on Postgres', () =>
  eventStoreContract(async () => {
    const { connectionString, drop } = await testDatabase();
    await migrate(connectionString);
    const store = new PostgresEventStore(connectionString);
    const sources: PostgresEventSource[] = [];
    const sourceOf = (prefix: string): PostgresEventSource => {
      const source = new PostgresEventSource(connectionString, { prefix, onCommitted: (listener) => store.onCommitted(listener) });
      sources.push(source);
      return source;
    };
    const close = async (): Promise<void> => {
      await Promise.all([store.close(), ...sources.map((source) => source.close())]);
      await drop();
    };
    return { store, source: sourceOf(''), sourceOf, close };
  }));
