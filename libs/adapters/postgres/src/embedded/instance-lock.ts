import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isRunning, startMark, whereProcessesAreVisible, type ProcessIdentity } from './process-identity.ts';
import { until } from './until.ts';

/** Held by the one Dealtrail that uses a data folder. */
export type InstanceLock = { release(): Promise<void> };

/** `place`: the machine or container whose processes the holder's pid counts among. */
type Claim = ProcessIdentity & { place: string };

/** A claim as it is on file. */
type Filed = { path: string; text: string };

/** Milliseconds between two signs of life, and those without one after which a holder that cannot be looked up counts as dead. */
const heartbeat = 5_000;
const silence = 20_000;

/**
 * Claims the data folder for this process; throws `AlreadyRunning` while another one lives that has claimed it.
 * The claim is a file `dealtrail.pid`. A stale one is never removed to make room, as that could hit a fresh one: it is succeeded, by a file
 * whose name follows from its content, so that each claim has one successor at most. Who holds the end of that chain holds the lock.
 */
export const acquireInstanceLock = async (dataDir: string): Promise<InstanceLock> => {
  const own: Claim = { pid: process.pid, startMark: await startMark(process.pid), place: await whereProcessesAreVisible() };
  const text = JSON.stringify({ ...own, claim: randomUUID() });
  while (!(await tryClaim(dataDir, own.place, text)));
  await settle(dataDir, text);
  const beat = setInterval(() => void signOfLife(lockFile(dataDir)), heartbeat).unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await readClaim(lockFile(dataDir))) === text) await rm(lockFile(dataDir), { force: true });
    },
  };
};

/** The process id of the living Dealtrail that has claimed the data folder; of none, or of a folder that cannot be read, nothing. */
export const holderOf = async (dataDir: string): Promise<number | undefined> => {
  const last = await endOfChain(dataDir).catch(() => undefined);
  return last && (await living(last, await whereProcessesAreVisible()))?.pid;
};

const lockFile = (dataDir: string) => join(dataDir, 'dealtrail.pid');
const draftFile = (dataDir: string) => `${lockFile(dataDir)}.draft-${randomUUID()}`;
const successorOf = (dataDir: string, text: string) =>
  `${lockFile(dataDir)}.after-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;

/** False when another starter was faster, and the chain has to be read again. */
const tryClaim = async (dataDir: string, place: string, text: string): Promise<boolean> => {
  const last = await endOfChain(dataDir);
  if (last) await refuseIfHeld(dataDir, last, place);
  const path = last ? successorOf(dataDir, last.text) : lockFile(dataDir);
  if (!(await file(dataDir, path, text))) return false;
  // A slow starter may have succeeded a claim that another has settled over: its own then hangs in the air.
  if ((await endOfChain(dataDir))?.text === text) return true;
  await rm(path, { force: true });
  return false;
};

const endOfChain = async (dataDir: string): Promise<Filed | undefined> => {
  let last: Filed | undefined;
  for (let path = lockFile(dataDir); ; path = successorOf(dataDir, last.text)) {
    const text = await readClaim(path);
    if (text === undefined) return last;
    last = { path, text };
  }
};

/** Linking a complete file is atomic: it fails if the name exists, and no reader ever sees half a claim. */
const file = async (dataDir: string, path: string, text: string): Promise<boolean> => {
  const draft = draftFile(dataDir);
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/** Makes the holder's claim the only one; in this order, lest a slow starter take a freed name for a free lock. */
const settle = async (dataDir: string, text: string) => {
  const draft = draftFile(dataDir);
  await writeFile(draft, text, { flag: 'wx' });
  await rename(draft, lockFile(dataDir));
  const succeeded = (await readdir(dataDir)).filter((name) => name.startsWith('dealtrail.pid.after-'));
  for (const name of succeeded) await rm(join(dataDir, name), { force: true });
};

const refuseIfHeld = async (dataDir: string, filed: Filed, place: string) => {
  const holder = await living(filed, place);
  if (holder) throw alreadyRunning(dataDir, holder);
};

const living = async ({ path, text }: Filed, place: string): Promise<Claim | undefined> => {
  const holder = parseClaim(text);
  return holder && (await isHeld(path, holder, place)) ? holder : undefined;
};

/** Two containers on one volume do not see each other's processes, only each other's signs of life. */
const isHeld = (path: string, holder: Claim, place: string) => (holder.place === place ? isRunning(holder) : showsLife(path));

const showsLife = async (path: string) => {
  const before = await lastSign(path);
  return Date.now() - before < silence && (await until(async () => (await lastSign(path)) !== before, silence));
};

const signOfLife = (path: string) => utimes(path, new Date(), new Date()).catch(() => undefined);

const lastSign = (path: string) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

const readClaim = (path: string) =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

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
