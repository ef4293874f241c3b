import { createReadStream } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { WitnessUnavailable, type HeadWitness, type WitnessedHead } from './witness.ts';

const newline = 0x0a;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

const reasons: Readonly<Record<string, string>> = {
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
};

const unavailable = (path: string, doing: string, cause: unknown): WitnessUnavailable =>
  new WitnessUnavailable(`cannot ${doing} the file of ledger heads, ${path}: ${reasons[codeOf(cause)] ?? (cause as Error).message}`, {
    cause,
  });

/** What a crash has left half-written is ended, so that the next line stands for itself. */
const endsTorn = async (file: FileHandle): Promise<boolean> => {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== newline;
};

const isHead = (value: unknown): value is WitnessedHead => {
  const head = value as Partial<WitnessedHead> | null;
  return (
    typeof head === 'object' &&
    typeof head?.ledgerId === 'string' &&
    Number.isSafeInteger(head.size) &&
    (head.size as number) >= 0 &&
    typeof head.root === 'string' &&
    /^[0-9a-f]{64}$/.test(head.root) &&
    typeof head.time === 'string'
  );
};

const parseHead = (line: string): WitnessedHead | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isHead(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const beginning = '{"ledgerId":"';

/** What a crash leaves of a line: its beginning, or room that was never written. */
const isTorn = (line: string): boolean =>
  /^\0*$/.test(line) || (!line.endsWith('}') && (line.startsWith(beginning) || beginning.startsWith(line)));

/** Makes the new file's name last, too. Not every system can. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
};

const append = async (path: string, head: WitnessedHead): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  try {
    const { ledgerId, size, root, time } = head;
    const line = `${JSON.stringify({ ledgerId, size, root, time })}\n`;
    // One write in append mode: two processes never mix their lines.
    await file.write((await endsTorn(file)) ? `\n${line}` : line);
    await file.sync();
    if ((await file.stat()).size === line.length) await syncFolder(path);
  } finally {
    await file.close();
  }
};

/**
 * Heads as JSON lines in a file that only grows; keep or copy it where nobody who can change the database can change it.
 * A line that a crash has cut off is passed over; any other that is no head is told.
 */
export const fileWitness = (path: string): HeadWitness => {
  let last: Promise<unknown> = Promise.resolve();

  const read = async function* (unreadable: (line: number) => void): AsyncGenerator<WitnessedHead> {
    const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
    let number = 0;
    for await (const line of lines) {
      number += 1;
      const head = parseHead(line);
      if (head) yield head;
      else if (!isTorn(line)) unreadable(number);
    }
  };

  return {
    record: (head) => {
      const writing = last.then(() => append(path, head)).catch((error: unknown) => Promise.reject(unavailable(path, 'write', error)));
      last = writing.catch(() => undefined);
      return writing;
    },
    heads: async function* (unreadable = () => undefined) {
      try {
        yield* read(unreadable);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw unavailable(path, 'read', error);
      }
    },
  };
};
