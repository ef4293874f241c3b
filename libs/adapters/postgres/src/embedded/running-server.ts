import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { databaseName, type Cluster } from './cluster.ts';
import { EmbeddedPostgresError, explainOutput } from './embedded-postgres-error.ts';
import type { InstanceLock } from './instance-lock.ts';
import type { Running } from './launch.ts';
import { signalPostmaster, stopPostmaster } from './postmaster.ts';
import type { ServerLog } from './server-log.ts';

/** A running server of our own. */
export type EmbeddedPostgres = {
  /** For `pg`, TypeORM and libpq alike; over a unix socket where there is one. */
  connectionString: string;
  /** The same over TCP on 127.0.0.1, for tools that know no sockets. */
  tcpConnectionString: string;
  port: number;
  pid: number;
  /** Ends the sessions and the server; may be called often, takes at most 75 seconds, and frees the data folder. */
  stop(): Promise<void>;
};

type Surroundings = { lock: InstanceLock; log: ServerLog; onExit: ((reason: EmbeddedPostgresError) => void) | undefined };

/** Gives a launched server to the app: where to connect, how to stop, and word of an end that nobody asked for. */
export const serve = async (cluster: Cluster, running: Running, { lock, log, onExit }: Surroundings): Promise<EmbeddedPostgres> => {
  const { child, pid, port } = running;
  let stopping: Promise<void> | undefined;
  let gone = false;
  // The app stops the server itself; this is for the ways out that bypass it, such as process.exit or an uncaught error.
  const lastResort = () => void signalPostmaster(cluster.binaries, pid, 'fast');
  process.once('exit', lastResort);
  const ended = running.exited.then(async () => {
    gone = true;
    process.removeListener('exit', lastResort);
    const tail = await log.tail();
    await log.close();
    if (!stopping) onExit?.(stoppedUnexpectedly(cluster, child, tail));
  });
  const stop = async () => {
    if (!gone && !(await stopPostmaster(cluster.binaries, pid, async () => gone))) throw stopFailed(cluster, pid);
    await ended;
    await lock.release();
  };
  const server = { ...addresses(cluster, running), port, pid, stop: () => (stopping ??= stop()) };
  child.unref();
  await createDatabase(server.connectionString).catch(async (cause: unknown) => {
    const tail = await log.tail();
    await server.stop();
    throw explainOutput(`${tail}\n${String(cause)}`, 'create the database', cluster.folder);
  });
  return server;
};

/** The address carries both ways: programs that know the parameter `host` take the socket, others the port. */
const addresses = ({ password }: Cluster, { port, socketFolder }: Running) => {
  const tcpConnectionString = `postgresql://${databaseName}:${password}@127.0.0.1:${port}/${databaseName}`;
  const connectionString = socketFolder ? `${tcpConnectionString}?host=${encodeURIComponent(socketFolder)}` : tcpConnectionString;
  return { connectionString, tcpConnectionString };
};

const createDatabase = async (connectionString: string) => {
  const address = new URL(connectionString);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (!rowCount) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
};

const stoppedUnexpectedly = ({ folder }: Cluster, child: ChildProcess, tail: string) => {
  const how = child.signalCode ? `was ended by ${child.signalCode}` : `ended with exit code ${child.exitCode}`;
  const explained = explainOutput(tail, 'go on', folder).message.replace('Cannot go on', 'Cause');
  return new EmbeddedPostgresError(
    'StoppedUnexpectedly',
    `The embedded Postgres ${how} without having been asked to. What was committed is kept; start Dealtrail again.\n${explained}`,
  );
};

const stopFailed = ({ folder }: Cluster, pid: number) =>
  new EmbeddedPostgresError(
    'StopFailed',
    `The embedded Postgres (process ${pid}) on ${folder} does not stop. What was committed is kept; end that process before the next start.`,
  );
