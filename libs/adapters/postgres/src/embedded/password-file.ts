import { randomBytes, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the password of the embedded database is kept, readable by its owner only. */
export const passwordFile = (dataDir: string) => join(dataDir, 'postgres.password');

/** The password of this data folder, made up on the first start. `fresh` tells that the cluster does not know it yet. */
export const ensurePassword = async (dataDir: string): Promise<{ password: string; fresh: boolean }> => {
  const kept = (await readFile(passwordFile(dataDir), 'utf8').catch(absent))?.trim();
  if (kept) return { password: kept, fresh: false };
  return { password: randomBytes(24).toString('base64url'), fresh: true };
};

/** Keeps a password once the cluster knows it: whole or not at all. */
export const keepPassword = async (dataDir: string, password: string): Promise<void> => {
  const draft = `${passwordFile(dataDir)}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    await file.writeFile(`${password}\n`);
    await file.sync();
    await file.close();
    await rename(draft, passwordFile(dataDir));
  } finally {
    await rm(draft, { force: true });
  }
};

const absent = (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};
