import pg from 'pg';
import { keyVaultContract } from '#eventsourcing/testing';
import { migrate } from '#postgres';
import { testDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { holdsKeys, MasterKeyFault, openPostgresKeyVault, rotateMasterKey } from './index.ts';

const master = Buffer.alloc(32, 1);

const setUp = async (): Promise<{ database: TestDatabase; pool: pg.Pool; close: () => Promise<void> }> => {
  const database = await testDatabase();
  await migrate(database.connectionString);
  const pool = new pg.Pool({ connectionString: database.connectionString });
  const close = async () => {
    await pool.end();
    await database.drop();
  };
  return { database, pool, close };
};

describe('keys in Postgres', () => {
  keyVaultContract(async () => {
    const { pool, close } = await setUp();
    return { vault: await openPostgresKeyVault(pool, master), elsewhere: await openPostgresKeyVault(pool, master), close };
  });

  it('are nowhere in the table as they are', async () => {
    const { pool, close } = await setUp();
    const key = await (await openPostgresKeyVault(pool, master)).obtain('person-1');
    const { rows } = await pool.query<{ wrapped: Buffer }>('select wrapped from dealtrail.keys');
    expect(rows.some(({ wrapped }) => wrapped.includes(key))).toBe(false);
    await close();
  });

  it('tell whether there is a master key already', async () => {
    const { pool, close } = await setUp();
    expect(await holdsKeys(pool)).toBe(false);
    await openPostgresKeyVault(pool, master);
    expect(await holdsKeys(pool)).toBe(true);
    await close();
  });

  it('cannot be opened with another master key, and says so at once', async () => {
    const { pool, close } = await setUp();
    await openPostgresKeyVault(pool, master);
    await expect(openPostgresKeyVault(pool, Buffer.alloc(32, 2))).rejects.toThrow(MasterKeyFault);
    await close();
  });

  it('stay the same under a new master key', async () => {
    const { pool, close } = await setUp();
    const key = await (await openPostgresKeyVault(pool, master)).obtain('person-1');
    const client = await pool.connect();
    expect(await rotateMasterKey(client, master, Buffer.alloc(32, 2))).toBe(2);
    client.release();
    expect(await (await openPostgresKeyVault(pool, Buffer.alloc(32, 2))).obtain('person-1')).toEqual(key);
    await expect(openPostgresKeyVault(pool, master)).rejects.toThrow(MasterKeyFault);
    await close();
  });
});
