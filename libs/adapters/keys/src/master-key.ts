import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

const keyLength = 32;

/** The master key is missing, malformed, or not the one that the stored keys were wrapped under. The message never holds key material. */
export class MasterKeyFault extends Error {
  override readonly name = 'MasterKeyFault';
}

/** 32 bytes in base64, for example from `openssl rand -base64 32`. Throws {@link MasterKeyFault}. */
export const masterKeyFromBase64 = (text: string): Buffer => {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64');
  if (key.length !== keyLength || key.toString('base64').replace(/=+$/, '') !== trimmed.replace(/=+$/, ''))
    throw new MasterKeyFault(`the master key must be ${keyLength} bytes in base64 (openssl rand -base64 ${keyLength})`);
  return key;
};

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;

/** Written beside its place and linked into it, so that a crash leaves no half key, and of two that make it at once both use one. */
const make = async (path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(keyLength).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await link(draft, path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await unlink(draft);
};

/**
 * Reads the master key from a file; with `create`, makes it (mode 0600) where there is none. Whoever loses this file loses every sealed
 * field. Throws {@link MasterKeyFault}.
 */
export const masterKeyFromFile = async (path: string, { create = false } = {}): Promise<Buffer> => {
  try {
    return masterKeyFromBase64(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof MasterKeyFault) throw new MasterKeyFault(`${path}: ${error.message}`);
    if (codeOf(error) !== 'ENOENT' || !create)
      throw new MasterKeyFault(
        `the master key cannot be read from ${path} (${codeOf(error)}): put it back, for without it nothing sealed can be read`,
        {
          cause: error,
        },
      );
  }
  await make(path);
  return masterKeyFromFile(path);
};
