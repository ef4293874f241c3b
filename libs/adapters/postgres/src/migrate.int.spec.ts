import { testDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { until } from './embedded/until.ts';
import { DatabaseNewerThanProgram, migrate } from './migrate.ts';
import { createPool } from './pool.ts';

describe('migrating a database', () => {
  let database: TestDatabase;
  let pool: ReturnType<typeof createPool>;

  beforeEach(async () => {
    database = await testDatabase();
    pool = createPool(database.connectionString, { applicationName: 'test', max: 2 });
  });

  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  const applied = async () =>
    (await pool.query<{ name: string }>('select name from dealtrail.migrations order by id')).rows.map(({ name }) => name);

  it('is done once, however many processes start at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => migrate(database.connectionString)));
    const names = await applied();
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
  });

  it('changes nothing the second time', async () => {
    await migrate(database.connectionString);
    const before = await applied();
    await migrate(database.connectionString);
    expect(await applied()).toEqual(before);
    expect((await pool.query('select * from dealtrail.epochs')).rows).toHaveLength(1);
  });

  it('refuses a database that a newer program has prepared', async () => {
    await migrate(database.connectionString);
    await pool.query(`insert into dealtrail.migrations (timestamp, name) values (9000000000000, 'FromTheFuture9000000000000')`);
    await expect(migrate(database.connectionString)).rejects.toThrow(DatabaseNewerThanProgram);
    await expect(migrate(database.connectionString)).rejects.toThrow(/FromTheFuture.*use that version/);
  });

  it('leaves no connection behind', async () => {
    await migrate(database.connectionString);
    const others = `select count(*) from pg_stat_activity where application_name = 'dealtrail migrate' and datname = current_database()`;
    // The server takes note of a closed connection in its own time.
    expect(await until(async () => (await pool.query<{ count: number }>(others)).rows[0]?.count === 0, 10_000)).toBe(true);
  });

  it('reads a bigint as a number, and refuses one that a number cannot hold', async () => {
    const { rows } = await pool.query<{ large: number }>('select 9007199254740991::bigint as large');
    expect(rows[0]?.large).toBe(Number.MAX_SAFE_INTEGER);
    await expect(pool.query('select 9007199254740993::bigint')).rejects.toThrow(RangeError);
  });
});
