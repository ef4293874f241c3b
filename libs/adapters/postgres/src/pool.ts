import pg from 'pg';

export interface PoolOptions extends Pick<pg.PoolConfig, 'max' | 'min' | 'idleTimeoutMillis' | 'statement_timeout' | 'lock_timeout'> {
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Server parameters of every connection of this pool, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What a connection needs beyond that; it is not used when this throws. */
  readonly prepare?: (client: pg.ClientBase) => Promise<void>;
  /** Told of idle connections that were lost; the pool replaces them at their next use. */
  readonly onError?: (error: Error) => void;
}

const int8 = 20;

const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the integers that a number holds exactly`);
  return value;
};

/** `bigint` arrives as a number, and fails when it is not a safe one; `bytea` arrives as a Buffer. Everything else as pg has it. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary'
      ? safeInteger
      : (pg.types.getTypeParser(oid, format ?? 'text') as unknown)) as typeof pg.types.getTypeParser,
};

/** Gives up on a server that does not answer; ms. */
export const connectTimeout = 10_000;

export const applySettings = async (client: pg.ClientBase, settings: Readonly<Record<string, string>>): Promise<void> => {
  const entries = Object.entries(settings);
  if (entries.length === 0) return;
  const calls = entries.map((_, at) => `set_config($${2 * at + 1}, $${2 * at + 2}, false)`);
  await client.query(`select ${calls.join(', ')}`, entries.flat());
};

/** Connections to one database. It outlives restarts of the server: what is lost is replaced at the next query. */
export const createPool = (connectionString: string, options: PoolOptions): pg.Pool => {
  const { applicationName, settings = {}, prepare, onError, ...limits } = options;
  // The pool waits for it and fails the connection with it, though its types do not say so.
  const onConnect: unknown = async (client: pg.ClientBase) => {
    await applySettings(client, settings);
    await prepare?.(client);
  };
  const pool = new pg.Pool({
    max: 10,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    ...limits,
    connectionString,
    application_name: applicationName,
    types: columnTypes,
    onConnect: onConnect as NonNullable<pg.PoolConfig['onConnect']>,
  });
  // Without a listener, losing an idle connection would end the process; and so would losing one that is in use, between its queries.
  pool.on('error', (error) => onError?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/** Runs `work` in one transaction on one connection; commits when it resolves. */
export const transaction = async <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.release(broken);
  }
};
