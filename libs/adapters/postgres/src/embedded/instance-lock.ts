import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isRunning, startMark, type ProcessIdentity } from './process-identity.ts';

/** Held by the one Dealtrail that uses a data folder. */
export type InstanceLock = { release(): Promise<void> };

const lockFile = (dataDir: string) => join(dataDir, 'dealtrail.pid');

/** Claims the data folder for this process; throws `AlreadyRunning` while another one lives that has claimed it. */
export const acquireInstanceLock = async (dataDir: string): Promise<InstanceLock> => {
  const claim = JSON.stringify({ pid: process.pid, startMark: await startMark(process.pid), claim: randomUUID() });
  while (!(await tryClaim(dataDir, claim))) await removeStaleClaim(dataDir);
  return { release: () => release(dataDir, claim) };
};

/** The living process that has claimed a data folder, if any. */
export const lockHolder = async (dataDir: string): Promise<ProcessIdentity | undefined> => {
  const holder = parseClaim(await readClaim(lockFile(dataDir)));
  return holder && (await isRunning(holder)) ? holder : undefined;
};

/** Linking a complete file is atomic, so that no reader ever sees half a claim. */
const tryClaim = async (dataDir: string, claim: string): Promise<boolean> => {
  const draft = `${lockFile(dataDir)}.${randomUUID()}`;
  try {
    await writeFile(draft, claim, { mode: 0o644, flag: 'wx' });
    await link(draft, lockFile(dataDir));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

const removeStaleClaim = async (dataDir: string) => {
  const seen = await readClaim(lockFile(dataDir));
  if (seen === undefined) return;
  const holder = parseClaim(seen);
  if (holder && (await isRunning(holder))) throw alreadyRunning(dataDir, holder.pid);
  await moveAway(dataDir, seen);
};

/** Renamed, not deleted: of several starters that saw the same stale claim only one gets it, and a fresh claim taken by mistake is put back. */
const moveAway = async (dataDir: string, stale: string) => {
  const aside = `${lockFile(dataDir)}.${randomUUID()}`;
  try {
    await rename(lockFile(dataDir), aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readClaim(aside)) !== stale) await link(aside, lockFile(dataDir)).catch(() => undefined);
  await rm(aside, { force: true });
};

const release = async (dataDir: string, claim: string) => {
  if ((await readClaim(lockFile(dataDir))) === claim) await unlink(lockFile(dataDir)).catch(() => undefined);
};

const readClaim = (path: string) => readFile(path, 'utf8').catch(() => undefined);

/** A claim that cannot be read was cut short by a crash, and so is nobody's. */
const parseClaim = (text: string | undefined): ProcessIdentity | undefined => {
  try {
    const { pid, startMark: mark } = JSON.parse(text ?? '') as ProcessIdentity;
    return Number.isInteger(pid) && pid > 0 ? { pid, startMark: mark } : undefined;
  } catch {
    return undefined;
  }
};

const alreadyRunning = (dataDir: string, pid: number) =>
  new EmbeddedPostgresError(
    'AlreadyRunning',
    `Another Dealtrail (process ${pid}) uses the data folder ${dataDir}. Stop it first, or choose another data folder for this one.`,
  );
