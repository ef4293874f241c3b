import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { isAlive } from './process-identity.ts';
import { serverEnvironment } from './server-environment.ts';
import type { ServerLog } from './server-log.ts';
import { asArguments, type PostgresSettings } from './settings.ts';
import { until } from './until.ts';

/** What a postmaster says about itself in `postmaster.pid`. */
export type PostmasterFile = { pid: number; folder: string; port: number; status: string };

/** Postgres' ways to stop: fast ends the sessions and writes a checkpoint, immediate leaves recovery to the next start; no committed data are lost by either. */
export type StopMode = 'fast' | 'immediate' | 'kill';

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;

/** Runs the server as a child in a session of its own, so that Ctrl-C and a closing terminal reach the app alone, which then stops the server last. */
export const spawnPostmaster = (cluster: Cluster, log: ServerLog, settings: PostgresSettings): ChildProcess =>
  spawn(cluster.binaries.postgres, ['-D', cluster.folder, ...asArguments(settings)], {
    ...cluster.user,
    cwd: cluster.dataDir,
    env: serverEnvironment,
    // A file, not a pipe: the server goes on logging, and does not fail, when this process is killed.
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
    windowsHide: true,
  });

export const readPostmasterFile = async (folder: string): Promise<PostmasterFile | undefined> => {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const [pid, directory, , port, , , , status] = text?.split('\n') ?? [];
  return Number(pid) > 0 ? { pid: Number(pid), folder: directory ?? '', port: Number(port), status: status?.trim() ?? '' } : undefined;
};

/** The living postmaster of a data folder that an earlier process has left behind; a pid that now belongs to another program is none. */
export const findPostmaster = async (folder: string): Promise<number | undefined> => {
  const file = await readPostmasterFile(folder);
  return file && (await isAlive(file.pid)) && (await serves(file, folder)) ? file.pid : undefined;
};

/** A postmaster's working directory is its data folder. Where that cannot be read, the word of the file must do. */
const serves = async (file: PostmasterFile, folder: string) => {
  const own = await realpath(folder);
  const cwd = await readlink(`/proc/${file.pid}/cwd`).catch(() => undefined);
  return (cwd ?? (await realpath(file.folder).catch(() => undefined))) === own;
};

/** Sends the signal for a way to stop; false if there was nobody to receive it. */
export const signalPostmaster = (binaries: Binaries, pid: number, mode: StopMode): boolean => {
  if (process.platform === 'win32' && mode !== 'kill') {
    const name = signals[mode].replace('SIG', '');
    return spawnSync(binaries.pg_ctl, ['kill', name, String(pid)], { windowsHide: true }).status === 0;
  }
  try {
    return process.kill(pid, signals[mode]);
  } catch {
    return false;
  }
};

/** Milliseconds granted to each way of stopping before the next, harsher one. */
export const patience: Record<StopMode, number> = { fast: 60_000, immediate: 10_000, kill: 5_000 };

/** Stops a postmaster, ever more firmly; bounded by the sum of `patience`. True when it is gone. */
export const stopPostmaster = async (
  binaries: Binaries,
  pid: number,
  gone: () => Promise<boolean> = async () => !(await isAlive(pid)),
): Promise<boolean> => {
  for (const mode of ['fast', 'immediate', 'kill'] as const) {
    signalPostmaster(binaries, pid, mode);
    if (await until(gone, patience[mode])) return true;
  }
  return false;
};
