import { execFile, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LocalServerError } from './local-server-error.ts';

const run = promisify(execFile);

/** A program that outlives the command that starts it. Its arguments must name its folder: that is what it is recognised by. */
export interface Detached {
  readonly name: string;
  /** Holds `<name>.pid` and `<name>.log`. */
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
}

type Place = Pick<Detached, 'name' | 'folder'>;

const pidFile = ({ folder, name }: Place): string => join(folder, `${name}.pid`);
export const logFile = ({ folder, name }: Place): string => join(folder, `${name}.log`);

const commandLine = async (pid: number): Promise<string> =>
  readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() =>
    run('ps', ['-o', 'args=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
  );

/** Its process, if it runs; a pid that now belongs to another program is none. */
export const pidOf = async (place: Place): Promise<number | undefined> => {
  const pid = Number(await readFile(pidFile(place), 'utf8').catch(() => ''));
  return pid > 0 && (await commandLine(pid)).includes(place.folder) ? pid : undefined;
};

/** Starts it in a session of its own, with its output in its log, which begins anew. */
export const startDetached = async (program: Detached): Promise<number> => {
  await mkdir(program.folder, { recursive: true });
  const log = await open(logFile(program), 'w', 0o600);
  try {
    const child = spawn(program.command, program.args, { stdio: ['ignore', log.fd, log.fd], detached: true, cwd: program.folder });
    const failed = new Promise<Error>((resolve) => child.once('error', resolve));
    if (child.pid === undefined) throw new LocalServerError(`${program.command} cannot be run: ${String(await failed)}`);
    child.unref();
    await writeFile(pidFile(program), String(child.pid));
    return child.pid;
  } finally {
    await log.close();
  }
};

/** What it wrote since it was started. */
export const outputOf = (place: Place): Promise<string> => readFile(logFile(place), 'utf8').catch(() => '');

/** Waits for a condition; false if the program ended, or the time was over, before it held. */
export const untilReady = async (place: Place, holds: () => Promise<boolean>, milliseconds: number): Promise<boolean> => {
  const deadline = performance.now() + milliseconds;
  while (!(await holds())) {
    if ((await pidOf(place)) === undefined || performance.now() > deadline) return false;
    await pause(50);
  }
  return true;
};

/** False if it had ended meanwhile. */
const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};

const untilGone = async (place: Place, milliseconds: number): Promise<boolean> => {
  const deadline = performance.now() + milliseconds;
  while ((await pidOf(place)) !== undefined) {
    if (performance.now() > deadline) return false;
    await pause(20);
  }
  return true;
};

/** Ends it, in the end by force; false if it did not run. */
export const stopDetached = async (place: Place, patience: number): Promise<boolean> => {
  const pid = await pidOf(place);
  if (pid === undefined) return false;
  signal(pid, 'SIGTERM');
  if (!(await untilGone(place, patience))) {
    signal(pid, 'SIGKILL');
    if (!(await untilGone(place, 5_000))) throw new LocalServerError(`${place.name} (process ${pid}) does not end.`);
  }
  await rm(pidFile(place), { force: true });
  return true;
};

/** The end of its output, for a message. */
export const tailOf = async (place: Place): Promise<string> => {
  const lines = (await outputOf(place)).trim().split('\n').slice(-15);
  return [`Its log ${logFile(place)} ends with:`, ...lines.map((line) => `  ${line}`)].join('\n');
};
