import { processCheckpointsContract, projectionStoreContract } from '#projections/testing';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { migrate } from './migrate.ts';
import { PostgresProcessCheckpoints } from './projection-process-checkpoints.ts';
import { PostgresProjectionStore } from './projection-store.ts';

const migrated = async () => {
  const database = await testDatabase();
  await migrate(database.connectionString);
  return database;
};

describe('the projection store on Postgres', () =>
  projectionStoreContract(async () => {
    const { connectionString, drop } = await migrated();
    const store = new PostgresProjectionStore(connectionString);
    const close = async (): Promise<void> => {
      await store.close();
      await drop();
    };
    return { store, close };
  }));

describe('process managers’ checkpoints on Postgres', () =>
  processCheckpointsContract(async () => {
    const { connectionString, drop } = await migrated();
    const checkpoints = new PostgresProcessCheckpoints(connectionString);
    const close = async (): Promise<void> => {
      await checkpoints.close();
      await drop();
    };
    return { checkpoints, close };
  }));
