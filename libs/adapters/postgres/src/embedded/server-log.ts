import { chmod, copyFile, open, rename, stat, truncate } from 'node:fs/promises';

const limitBytes = 8 * 1024 * 1024;
const quotedLines = 20;

/** The file that Postgres itself writes to: at most about 8 MiB, and one older file of that size beside it. */
export type ServerLog = { fd: number; tail(): Promise<string>; close(): Promise<void> };

/** Opens the log for one start; `tail` quotes only what was written since. */
export const openServerLog = async (path: string): Promise<ServerLog> => {
  if ((await sizeOf(path)) > limitBytes) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  await chmod(path, 0o600);
  const begin = await sizeOf(path);
  const rotation = setInterval(() => void rotate(path), 60_000).unref();
  return {
    fd: file.fd,
    tail: () => readTail(path, begin),
    close: async () => {
      clearInterval(rotation);
      await file.close().catch(() => undefined);
    },
  };
};

/** Postgres holds the file open in append mode, so it is copied and emptied in place: a few lines may be lost, the size may not grow. */
const rotate = async (path: string) => {
  if ((await sizeOf(path)) <= limitBytes) return;
  await copyFile(path, `${path}.1`).then(
    () => truncate(path),
    () => truncate(path),
  );
};

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const readTail = async (path: string, begin: number) => {
  const from = Math.max(begin, (await sizeOf(path)) - 64 * 1024);
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, from);
    return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-quotedLines).join('\n');
  } finally {
    await file.close();
  }
};
