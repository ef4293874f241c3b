import pg from 'pg';
import { testDatabase } from '../../../../../test/support/postgres.ts';

describe('a test database', () => {
  it('is empty, and gone after it was dropped', async () => {
    const database = await testDatabase();
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    const { rowCount } = await client.query(`select from information_schema.tables where table_schema = 'public'`);
    await client.end();
    await database.drop();
    expect(rowCount).toBe(0);
    await expect(new pg.Client({ connectionString: database.connectionString }).connect()).rejects.toThrow(/does not exist/);
  });
});
