import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from '#postgres';
import { isAlive } from './is-alive.ts';

type Settings = NonNullable<EmbeddedPostgresOptions['settings']>;

/** Many small databases that need not outlive the machine. */
export const disposableSettings: Settings = {
  fsync: false,
  full_page_writes: false,
  shared_buffers: '128MB',
  max_connections: 300,
  autovacuum_naptime: '1min',
};

/** A server in a temporary folder of its own. */
export type TestServer = { connectionString: string; stop(): Promise<void> };

/** Starts a server for tests; it ends with this process, however that ends, and its folder with it. */
export const startTestServer = async (settings: Settings = disposableSettings): Promise<TestServer> => {
  await sweepAbandoned();
  const folder = await temporaryFolder();
  const server = await startEmbeddedPostgres({ dataDir: folder.path, log: () => undefined, settings });
  return {
    connectionString: server.connectionString,
    stop: async () => {
      await server.stop();
      await folder.remove();
    },
  };
};

/** A folder that goes when this process does: with its Postgres or Kafka, if one is still running there. */
export type TemporaryFolder = { path: string; remove(): Promise<void> };

const prefix = 'dealtrail-test-';

/** Makes a watched folder that the user Postgres runs as may pass. */
export const temporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  await chmod(path, 0o711);
  const release = watch(path);
  return {
    path,
    remove: async () => {
      release();
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/**
 * Waits for its input to end, which happens when the process that holds it dies in whatever way; then ends the servers in the folder, and the folder.
 * A Postgres is given a moment to free its shared memory; brokers of Kafka have nothing that outlives them.
 */
const watchdog = `
  cat >/dev/null
  serves() { { cat "/proc/$1/cmdline" || ps -o args= -p "$1"; } | grep -qaF "$2"; }
  for file in "$1"/kafka/broker-*/kafka-*.pid; do
    pid=$(cat "$file")
    if [ -n "$pid" ] && serves "$pid" "$1/kafka"; then kill -KILL "$pid"; fi
  done
  pid=$(head -n 1 "$1/postgres/postmaster.pid")
  if [ -n "$pid" ] && serves "$pid" "$1/postgres"; then
    kill -QUIT "$pid"; tries=0
    while kill -0 "$pid" && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  fi
  rm -rf "$1"
`;

const startWatchdog = (path: string, input: 'pipe' | 'ignore') =>
  spawn('sh', ['-c', watchdog, 'watchdog', path], { stdio: [input, 'ignore', 'ignore'], detached: true, cwd: '/' });

const watch = (path: string): (() => void) => {
  if (process.platform === 'win32') return () => undefined;
  const child = startWatchdog(path, 'pipe');
  child.unref();
  (child.stdin as Partial<Socket> | null)?.unref?.();
  return () => void child.kill('SIGKILL');
};

/** For what a killed watchdog left behind. */
const sweepAbandoned = async () => {
  if (process.platform === 'win32') return;
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (owner > 0 && !isAlive(owner)) startWatchdog(join(tmpdir(), name), 'ignore').unref();
  }
};
