import { pendingDeadlinesContract } from '#projections/testing';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { migrate } from './migrate.ts';
import { PostgresPendingDeadlines } from './pending-deadlines.ts';
import { PostgresProjectionStore } from './projection-store.ts';

describe('pending deadlines on Postgres', () =>
  pendingDeadlinesContract(async () => {
    const { connectionString, drop } = await testDatabase();
    await migrate(connectionString);
    const store = new PostgresProjectionStore(connectionString);
    const pending = new PostgresPendingDeadlines(connectionString);
    const close = async (): Promise<void> => {
      await Promise.all([store.close(), pending.close()]);
      await drop();
    };
    return { store, pending, close };
  }));
