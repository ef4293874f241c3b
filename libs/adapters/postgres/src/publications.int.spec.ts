import { publicationsContract } from '#fanout/testing';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { migrate } from './migrate.ts';
import { PostgresPublications } from './publications.ts';

describe('publications on Postgres', () =>
  publicationsContract(async () => {
    const { connectionString, drop } = await testDatabase();
    await migrate(connectionString);
    const publications = new PostgresPublications(connectionString);
    const close = async (): Promise<void> => {
      await publications.close();
      await drop();
    };
    return { publications, close };
  }));
