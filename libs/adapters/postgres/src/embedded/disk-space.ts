import { statfs } from 'node:fs/promises';

/** A server on a full disk can often not even write down that it is full. */
export const isFull = async (folder: string): Promise<boolean> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < 1024 * 1024;
};
