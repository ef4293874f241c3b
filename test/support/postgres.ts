import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from '#postgres';
import { sharedServerVariable } from './global-setup.ts';
import { isAlive } from './is-alive.ts';
import { startTestServer, temporaryFolder } from './test-server.ts';
import { until } from './until.ts';

/** A database of one test's own. */
export type TestDatabase = { connectionString: string; drop(): Promise<void> };

/** Creates an empty database on the server of this test run; outside of Jest, on one that lives as long as this process. */
export const testDatabase = async (): Promise<TestDatabase> => {
  const server = process.env[sharedServerVariable] ?? (await ownServer());
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name} template template0`);
  return { connectionString: databaseOf(server, name), drop: () => execute(server, `drop database if exists ${name} with (force)`) };
};

/** A durable server of one test's own, to be killed at will. */
export type PrivateServer = {
  /** Stays the same over restarts, so that pools can reconnect. */
  connectionString: string;
  dataDir: string;
  pid(): number;
  /** Signals the postmaster; resolves when it is gone, or at once for a signal it survives. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts the server again on the same data and port, stopping it first if it still runs. */
  restart(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
};

/** Starts a server with fsync on, whatever the shared one has. */
export const privateServer = async (options: Pick<EmbeddedPostgresOptions, 'settings' | 'onExit'> = {}): Promise<PrivateServer> => {
  const folder = await temporaryFolder();
  const start = (port?: number) =>
    startEmbeddedPostgres({
      ...options,
      dataDir: folder.path,
      log: () => undefined,
      settings: { shared_buffers: '64MB', ...options.settings, ...(port ? { port } : {}) },
    });
  let server = await start();
  const { connectionString, port } = server;
  const stop = async () => {
    // One that a test has halted could not obey.
    if (isAlive(server.pid)) process.kill(server.pid, 'SIGCONT');
    await server.stop();
  };
  return {
    connectionString,
    dataDir: folder.path,
    pid: () => server.pid,
    kill: async (signal) => {
      process.kill(server.pid, signal);
      if (!['SIGSTOP', 'SIGCONT', 'SIGHUP'].includes(signal)) await until(() => !isAlive(server.pid));
    },
    restart: async () => {
      await stop();
      server = await start(port);
    },
    stop: async () => {
      await stop();
      await folder.remove();
    },
  };
};

let own: Promise<string> | undefined;

/** Started by the first call outside of Jest; stopped when nothing is left to do, or by its watchdog if this process ends in another way. */
const ownServer = () =>
  (own ??= startTestServer().then(({ connectionString, stop }) => {
    process.once('beforeExit', () => void stop());
    return connectionString;
  }));

const databaseOf = (server: string, name: string) => {
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.href;
};

const execute = async (connectionString: string, statement: string) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
