import pg from 'pg';
import { DataSource } from 'typeorm';
import { prepareAnalystRole } from './analysts/analyst-role.ts';
import { openEpoch } from './epochs.ts';
import { migrations } from './migrations/index.ts';
import { connectTimeout } from './pool.ts';

/** The database was last used by a newer program, which knows its tables better than this one does. */
export class DatabaseNewerThanProgram extends Error {
  override readonly name = 'DatabaseNewerThanProgram';
  constructor(readonly unknown: readonly string[]) {
    super(`the database was prepared by a newer version of this program (${unknown.join(', ')}): use that version`);
  }
}

/** Any constant; the same in every version. */
const lockKey = 7_020_250_101;

/** How long to wait for another process that is migrating. */
const lockTimeout = '5min';

/**
 * Brings the schema `dealtrail` up to date; does nothing when it is. Several processes may call it at once: one works, the others wait.
 * Each migration is a transaction. With a role for analysts, that has its rights afterwards; returned are the statements which for want of rights
 * are left to an administrator. Throws {@link DatabaseNewerThanProgram} and what {@link prepareAnalystRole} throws.
 */
export const migrate = async (connectionString: string, analystRole?: string): Promise<readonly string[]> => {
  const client = new pg.Client({ connectionString, application_name: 'dealtrail migrate', connectionTimeoutMillis: connectTimeout });
  client.on('error', () => undefined); // the query under way reports it
  await client.connect();
  try {
    await client.query(`set lock_timeout = '${lockTimeout}'`);
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(`set lock_timeout = 0`);
    if (!(await exists(client, 'dealtrail'))) await client.query('create schema dealtrail');
    await runPending(connectionString);
    await openEpoch(client);
    return analystRole === undefined ? [] : await prepareAnalystRole(client, analystRole);
  } finally {
    await client.end(); // which gives the lock back
  }
};

const exists = async (client: pg.Client, schema: string): Promise<boolean> => {
  const { rows } = await client.query<{ found: boolean }>('select to_regnamespace($1) is not null as found', [schema]);
  return rows[0]?.found === true;
};

const runPending = async (connectionString: string): Promise<void> => {
  const source = new DataSource({
    type: 'postgres',
    url: connectionString,
    schema: 'dealtrail',
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    applicationName: 'dealtrail migrate',
    logging: false,
    installExtensions: false,
    poolErrorHandler: () => undefined,
    extra: { max: 1, connectionTimeoutMillis: connectTimeout },
  });
  await source.initialize();
  try {
    await refuseNewer(source);
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
};

const refuseNewer = async (source: DataSource): Promise<void> => {
  const [table] = await source.query<{ found: boolean }[]>(`select to_regclass('dealtrail.migrations') is not null as found`);
  if (!table?.found) return;
  const applied = await source.query<{ name: string }[]>('select name from dealtrail.migrations order by id');
  const known = new Set(source.migrations.map(({ name }) => name));
  const unknown = applied.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new DatabaseNewerThanProgram(unknown);
};
