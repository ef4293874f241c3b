import { mkdirSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { LogRecord } from './event-log.ts';

/** Keeps what changed the log, so that a server that was killed keeps what it acknowledged. */
export interface Journal {
  /** Resolves once the records are on disk. */
  append(records: readonly LogRecord[]): Promise<void>;
  close(): Promise<void>;
}

const framed = (record: LogRecord): Buffer => {
  const body = serialize(record);
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, 4);
  return frame;
};

/** The records of a file and the length that they take; what follows was cut off while it was written, and never acknowledged. */
const replayed = (bytes: Buffer): { readonly records: LogRecord[]; readonly length: number } => {
  const records: LogRecord[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    records.push(deserialize(bytes.subarray(at + 4, end)) as LogRecord);
    at = end;
  }
  return { records, length: at };
};

/** One append-only file in a folder, read whole at the start: for tests and for trying things out, not for large logs. */
export const openJournal = async (folder: string): Promise<{ readonly records: readonly LogRecord[]; readonly journal: Journal }> => {
  mkdirSync(folder, { recursive: true });
  const file: FileHandle = await open(join(folder, 'journal'), 'a+');
  const { records, length } = replayed(await file.readFile());
  await file.truncate(length);
  const journal: Journal = {
    append: async (more) => {
      await file.appendFile(Buffer.concat(more.map(framed)));
      await file.datasync();
    },
    close: () => file.close(),
  };
  return { records, journal };
};
