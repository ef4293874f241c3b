import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { holderOf } from '#postgres';
import { UserError } from '#terminal';

/** What a server that listens writes into its data folder. */
export interface ServerFile {
  readonly url: string;
  readonly pid: number;
}

const jsonIn = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Not there, or being written.
    return undefined;
  }
};

const isServerFile = (value: unknown): value is ServerFile => {
  const file = value as Partial<ServerFile> | null;
  return typeof file === 'object' && typeof file?.url === 'string' && Number.isSafeInteger(file.pid);
};

/** What the data folder says of a server; whether it still runs is another matter. */
export const serverFileIn = async (dataDir: string): Promise<ServerFile | undefined> => {
  const value = await jsonIn(join(dataDir, 'server.json'));
  return isServerFile(value) ? value : undefined;
};

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** True when it is there and takes requests. */
export const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/health/live', url), { signal: AbortSignal.timeout(3_000) });
    return response.ok && ((await response.json()) as { status?: unknown }).status === 'live';
  } catch {
    return false;
  }
};

const addressOf = async (dataDir: string): Promise<string | undefined> => {
  const file = await serverFileIn(dataDir);
  return file && runs(file.pid) && (await answers(file.url)) ? file.url : undefined;
};

/** A server that is asked to stop may finish what is under way, and its database ends after it. */
const patienceMs = 120_000;

/**
 * The address of the server that runs on the data folder; nothing when none does. Whoever holds the folder without answering is about to
 * answer or to end, and is waited for. Throws {@link UserError} when neither comes.
 */
export const runningServer = async (
  dataDir: string,
  note: (line: string) => void = () => undefined,
  patience = patienceMs,
): Promise<string | undefined> => {
  const deadline = performance.now() + patience;
  for (let told = false; ; told = true) {
    const holder = await holderOf(dataDir);
    const address = await addressOf(dataDir);
    if (address !== undefined || holder === undefined) return address;
    if (!told) note(`Another Dealtrail (process ${holder}) is starting or stopping on ${dataDir}; waiting for it.`);
    if (performance.now() > deadline)
      throw new UserError(
        `another Dealtrail (process ${holder}) holds ${dataDir} and does not answer`,
        'wait until it has ended, or end it',
      );
    await pause(100);
  }
};
