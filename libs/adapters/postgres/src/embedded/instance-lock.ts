import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isRunning, startMark, whereProcessesAreVisible, type ProcessIdentity } from './process-identity.ts';
import { until } from './until.ts';

/** Held by the one Dealtrail that uses a data folder. */
export type InstanceLock = { release(): Promise<void> };

const lockFile = (dataDir: string) => join(dataDir, 'dealtrail.pid');

/** `place`: the machine or container whose processes the holder's pid counts among. */
type Claim = ProcessIdentity & { place: string };

/** Milliseconds between two signs of life, and those without one after which a holder that cannot be looked up counts as dead. */
const heartbeat = 5_000;
const silence = 20_000;

/** Claims the data folder for this process; throws `AlreadyRunning` while another one lives that has claimed it. */
export const acquireInstanceLock = async (dataDir: string): Promise<InstanceLock> => {
  const identity: Claim = { pid: process.pid, startMark: await startMark(process.pid), place: await whereProcessesAreVisible() };
  const claim = JSON.stringify({ ...identity, claim: randomUUID() });
  while (!(await tryClaim(dataDir, claim))) await removeStaleClaim(dataDir, identity.place);
  const beat = setInterval(() => void signOfLife(lockFile(dataDir)), heartbeat).unref();
  return {
    release: async () => {
      clearInterval(beat);
      await release(dataDir, claim);
    },
  };
};

const signOfLife = (path: string) => utimes(path, new Date(), new Date()).catch(() => undefined);

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

const removeStaleClaim = async (dataDir: string, place: string) => {
  const seen = await readClaim(lockFile(dataDir));
  if (seen === undefined) return;
  const holder = parseClaim(seen);
  if (holder && (await isHeld(lockFile(dataDir), holder, place))) throw alreadyRunning(dataDir, holder);
  await moveAway(dataDir, seen);
};

/** Two containers on one volume do not see each other's processes, only each other's signs of life. */
const isHeld = (path: string, holder: Claim, place: string) => (holder.place === place ? isRunning(holder) : showsLife(path));

const showsLife = async (path: string) => {
  const before = await lastSign(path);
  return Date.now() - before < silence && (await until(async () => (await lastSign(path)) !== before, silence));
};

const lastSign = (path: string) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

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
const parseClaim = (text: string): Claim | undefined => {
  try {
    const { pid, startMark: mark, place } = JSON.parse(text) as Claim;
    return Number.isInteger(pid) && pid > 0 ? { pid, startMark: mark, place } : undefined;
  } catch {
    return undefined;
  }
};

const alreadyRunning = (dataDir: string, { pid }: Claim) =>
  new EmbeddedPostgresError(
    'AlreadyRunning',
    `Another Dealtrail (process ${pid}) uses the data folder ${dataDir}. Stop it first, or choose another data folder for this one.`,
  );
