import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { serverEnvironment } from './server-environment.ts';

const run = promisify(execFile);

/** A pid alone is reused by the system; with its start mark it names one process for ever. */
export type ProcessIdentity = { pid: number; startMark: string | undefined };

/** When a process started, in the system's own terms; undefined where that cannot be told. */
export const startMark = async (pid: number): Promise<string | undefined> =>
  process.platform === 'linux' ? linuxStartMark(pid) : portableStartMark(pid);

/** True while exactly this process runs; where start marks are unknown, while any process has its pid. */
export const isRunning = async ({ pid, startMark: expected }: ProcessIdentity): Promise<boolean> => {
  if (!(await isAlive(pid))) return false;
  const actual = await startMark(pid);
  return expected === undefined || actual === undefined || actual === expected;
};

/** A zombie counts as dead: it holds nothing, yet answers to signals until its parent collects it. */
export const isAlive = async (pid: number): Promise<boolean> => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || !/^[ZX]$/.test((await statFields(pid))?.[0] ?? 'Z');
};

/** The fields of /proc/<pid>/stat from the state on; the name before it may itself hold spaces and brackets. */
const statFields = async (pid: number): Promise<string[] | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const linuxStartMark = async (pid: number) => {
  const ticks = (await statFields(pid))?.[19];
  return ticks === undefined ? undefined : `${await bootId()}:${ticks}`;
};

const bootId = () =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (id) => id.trim(),
    () => '',
  );

/** Names the boot of the machine and the container in which pids have their meaning; the same for all where there is no telling. */
export const whereProcessesAreVisible = async (): Promise<string> =>
  process.platform === 'linux' ? `${await bootId()} ${await readlink('/proc/self/ns/pid').catch(() => '')}` : '';

const portableStartMark = async (pid: number) => {
  if (process.platform === 'win32') return undefined;
  // In plain English whatever the locale, as one Dealtrail's answer is compared with another's.
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: serverEnvironment }).catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
};
