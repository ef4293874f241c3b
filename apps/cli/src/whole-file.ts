import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { UserError } from '#terminal';

type Pieces = Iterable<string> | AsyncIterable<Uint8Array>;

/** Under its name stands the whole file, or what stood there before. `mode`: who may read it; by the caller's umask when absent. */
export const writeFileWhole = async (file: string, pieces: Pieces, mode = 0o666): Promise<void> => {
  const part = `${file}.part`;
  try {
    await pipeline(pieces, createWriteStream(part, { mode }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof UserError ? error : new UserError(`${file} cannot be written: ${(error as Error).message}`, undefined, error);
  }
};

/** Throws where there is such a file. */
export const mustBeNew = async (file: string): Promise<void> => {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw new UserError(`${file} exists already`, 'name another file, or give --force to write over it');
};
