import type { ChildProcess } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { isFull } from './disk-space.ts';
import { cannotRun, EmbeddedPostgresError, explainOutput } from './embedded-postgres-error.ts';
import { readPostmasterFile, spawnPostmaster } from './postmaster.ts';
import type { ServerLog } from './server-log.ts';
import type { PostgresSettings } from './settings.ts';
import { until } from './until.ts';

/** A server that takes connections. `exited` resolves when it has ended, for whatever reason. */
export type Running = { child: ChildProcess; pid: number; exited: Promise<void>; port: number; socketFolder: string | undefined };

const attempts = 10;

/** Starts the server on a free port. A port may be taken between choosing and binding it, and a killed predecessor's memory takes a moment to be freed: both pass. */
export const launch = async (
  cluster: Cluster,
  log: ServerLog,
  settings: PostgresSettings,
  tell: (message: string) => void,
): Promise<Running> => {
  let socketFolder = await makeSocketFolder(cluster);
  for (let attempt = 1; ; attempt += 1) {
    const port = Number(settings['port'] ?? (await freePort()));
    const outcome = await launchOnce(cluster, log, { ...settings, ...listening(port, socketFolder) }, tell);
    if (typeof outcome !== 'string') return { ...outcome, port, socketFolder };
    const failure = startFailure(outcome);
    if (failure === 'socket') socketFolder = undefined;
    else if (failure === 'port' && settings['port'] !== undefined) throw portTaken(port);
    else if (failure === 'other' || attempt === attempts)
      throw explainOutput(outcome, 'start the embedded Postgres', cluster.folder, await isFull(cluster.dataDir));
    else if (failure === 'memory') await pause(attempt * 100);
  }
};

const startFailure = (output: string) => {
  if (/could not create any TCP\/IP sockets|could not bind IPv4 address/i.test(output)) return 'port';
  if (/could not create any Unix-domain sockets|Unix-domain socket path .* is too long/i.test(output)) return 'socket';
  if (/pre-existing shared memory block/i.test(output)) return 'memory';
  return 'other';
};

const portTaken = (port: number) =>
  new EmbeddedPostgresError(
    'PortTaken',
    `Port ${port}, which the settings ask for, is taken by another program. Free it, or leave the port out to have a free one chosen.`,
  );

const listening = (port: number, socketFolder: string | undefined): PostgresSettings => ({
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: socketFolder ?? '',
});

const freePort = () =>
  new Promise<number>((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });

/** The longest socket path of any supported system, less the name Postgres gives the socket. */
const longestSocketFolder = 103 - '/.s.PGSQL.65535'.length;

/** Connecting and small queries are faster over a socket; where its path would be too long, or on Windows, TCP must do. */
const makeSocketFolder = async ({ dataDir, user }: Cluster): Promise<string | undefined> => {
  const folder = join(dataDir, 'socket');
  if (process.platform === 'win32' || Buffer.byteLength(folder) > longestSocketFolder || folder.includes(',')) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (user) await chown(folder, user.uid, user.gid);
  return folder;
};

/** The child once it takes connections, or what it wrote before it ended. */
const launchOnce = async (cluster: Cluster, log: ServerLog, settings: PostgresSettings, tell: (message: string) => void) => {
  const child = spawnPostmaster(cluster, log, settings);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.pid === undefined) throw cannotRun(cluster.binaries.postgres, await failed);
  const pid = child.pid;
  const slow = setInterval(
    () => tell('Postgres is still recovering what was written before it last ended; this may take a few minutes.'),
    15_000,
  ).unref();
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  try {
    await until(async () => ended() || (await isReady(cluster.folder, pid)), Infinity);
  } finally {
    clearInterval(slow);
  }
  return ended() ? log.tail() : { child, pid, exited };
};

const isReady = async (folder: string, pid: number) => {
  const file = await readPostmasterFile(folder);
  return file?.pid === pid && file.status === 'ready';
};
