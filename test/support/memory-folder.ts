import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';

const memoryFolder = '/dev/shm';
/** What the servers and data folders of a whole run may come to, several times over. */
const room = 6 * 2 ** 30;

/**
 * Where tests that make and drop hundreds of databases are best at home: a file system in memory, where there is one with room enough; a disk's
 * takes longer for each than the tests do. Undefined where there is none.
 */
export const memoryFolderWithRoom = async (): Promise<string | undefined> => {
  const free = await statfs(memoryFolder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0, // not a system that has it
  );
  return Math.min(free, freemem()) >= room ? memoryFolder : undefined;
};
