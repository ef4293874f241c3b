import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a server that listens writes into its data folder. */
export interface ServerFile {
  readonly url: string;
  readonly pid: number;
}

const isServerFile = (value: unknown): value is ServerFile => {
  const file = value as Partial<ServerFile> | null;
  return typeof file === 'object' && typeof file?.url === 'string' && Number.isSafeInteger(file.pid);
};

/** What the data folder says of a server; whether it still runs is another matter. */
export const serverFileIn = async (dataDir: string): Promise<ServerFile | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'));
    return isServerFile(value) ? value : undefined;
  } catch {
    // Not there, or being written.
    return undefined;
  }
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

/** The address of the server that runs on the data folder; nothing when none does. */
export const runningServer = async (dataDir: string): Promise<string | undefined> => {
  const file = await serverFileIn(dataDir);
  return file && runs(file.pid) && (await answers(file.url)) ? file.url : undefined;
};
