import { randomUUID } from 'node:crypto';
import type { EventSource, WholeSourcedEvent } from '#eventsourcing';
import { InMemoryEventStore } from '#in-memory';
import { startRelay } from '#ledger';
import { migrate, PostgresWholeLedger } from '#postgres';
import { appendAll, salesLog } from './sales-log.ts';

/** Sequences what a store holds into the ledger of a migrated database. */
export const sequenceAll = async (connectionString: string, source: EventSource<WholeSourcedEvent>, events: number): Promise<void> => {
  const ledger = new PostgresWholeLedger(connectionString);
  const relay = startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID(), restFor: 5 });
  while (relay.status().size < events) {
    const { halted } = relay.status();
    if (halted) throw halted;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await relay.stop();
  await ledger.close();
};

/** A database with a ledger of so many events, from a store in memory. */
export const fullLedger = async (connectionString: string, events: number): Promise<void> => {
  await migrate(connectionString);
  const store = new InMemoryEventStore();
  await appendAll(store, salesLog(events));
  await sequenceAll(connectionString, store.source(), events);
};
