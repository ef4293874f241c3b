import { ledgerContract } from '#ledger/testing';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { PostgresEventSource } from './event-source.ts';
import { PostgresEventStore } from './event-store.ts';
import { PostgresLedger } from './ledger.ts';
import { migrate } from './migrate.ts';

describe('the ledger on Postgres', () =>
  ledgerContract(async () => {
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
  }));
