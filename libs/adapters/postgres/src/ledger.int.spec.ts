import { randomUUID } from 'node:crypto';
import { storedEvents } from '#eventsourcing/testing';
import { startRelay } from '#ledger';
import { ledgerContract, until } from '#ledger/testing';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { PostgresEventSource } from './event-source.ts';
import { PostgresEventStore } from './event-store.ts';
import { PostgresLedger } from './ledger.ts';
import { migrate } from './migrate.ts';

const ledgerOnPostgres = async () => {
  const { connectionString, drop } = await testDatabase();
  await migrate(connectionString);
  const store = new PostgresEventStore(connectionString);
  const source = new PostgresEventSource(connectionString, { onCommitted: (listener) => store.onCommitted(listener) });
  const ledger = new PostgresLedger(connectionString);
  const close = async (): Promise<void> => {
    await Promise.all([store.close(), source.close(), ledger.close()]);
    await drop();
  };
  return { store, source, ledger, leases: ledger.leases, close };
};

describe('the ledger on Postgres', () => {
  ledgerContract(ledgerOnPostgres);

  it('tells of each step before it tells that it has grown', async () => {
    const { store, source, ledger, leases, close } = await ledgerOnPostgres();
    const heard: string[] = [];
    ledger.onAdvanced(({ from, events }) => heard.push(`${events.length} from ${from.frontier.size} on`));
    const silence = ledger.onGrowth((size) => heard.push(`${size} events`));
    const relay = startRelay({ source, ledger, leases, holder: randomUUID() });
    await store.append(storedEvents('lead-1', 0, 2));
    await until(() => heard.length >= 2);
    silence();
    await relay.stop();
    await close();
    expect(heard).toEqual(['2 from 0 on', '2 events']);
  });
});
