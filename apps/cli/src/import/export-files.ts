import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { columnsOf, type FileMapping } from '#imports';
import { UserError } from '#terminal';

export type Row = Readonly<Record<string, string>>;

/** One record of a file: its columns by name, or why it is no record. Rows count from 1, without the header. */
export type ReadRow = { readonly row: number } & (
  { readonly kind: 'record'; readonly record: Row } | { readonly kind: 'malformed'; readonly reason: string }
);

export interface ExportFile {
  readonly mapping: FileMapping;
  readonly path: string;
  /** SHA-256 of the file's bytes. */
  readonly hash: string;
  readonly rows: readonly ReadRow[];
  /** Columns that no mapping speaks of: they are left out, and reported. */
  readonly unmapped: readonly string[];
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly error?: Error };
}

const malformed = (row: number, reason: string): ReadRow => ({ row, kind: 'malformed', reason });

/** What the decoder puts in place of bytes that are not UTF-8. */
const replacement = '\ufffd';

/** Each line by its own end: a file that was put together from several has more than one kind, and those of the first line alone would swallow rows. */
const lineEnds = ['\r\n', '\n', '\r'];

const options = {
  bom: true,
  info: true,
  record_delimiter: lineEnds,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
};

/** The records of a CSV file as they stand, its header first; `chunk` is shown each piece of the file. Throws {@link UserError}. */
async function* recordsOf(path: string, chunk: (bytes: Buffer) => void = () => undefined, to?: number): AsyncGenerator<readonly string[]> {
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, 'is this the folder of the export?', cause);
  });
  const parser = parse(to === undefined ? options : { ...options, to });
  const file = createReadStream(path);
  file.on('data', (bytes) => chunk(bytes as Buffer)).on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  try {
    for await (const { record } of parser as AsyncIterable<Parsed>) yield record;
  } catch (error) {
    throw error instanceof CsvError
      ? new UserError(`${path} is not CSV: ${error.message}`, 'mend the file there, and import again', error)
      : error;
  } finally {
    file.destroy();
  }
}

const trimmed = (record: readonly string[]): readonly string[] => record.map((column) => column.trim());

/** The columns that a file names in its first line; none when it is empty. Throws {@link UserError}. */
export const headerOf = async (path: string): Promise<readonly string[]> => {
  for await (const record of recordsOf(path, undefined, 1)) return trimmed(record);
  return [];
};

/** What keeps a file with these columns from being read by this mapping; empty when nothing does. */
export const misfits = (mapping: FileMapping, header: readonly string[]): readonly string[] => {
  if (header.length === 0) return [`${mapping.file} is empty; its first line must name the columns`];
  const columns = columnsOf(mapping);
  return [
    ...columns.filter((column) => !header.includes(column)).map((column) => `${mapping.file} has no column ${column}`),
    ...columns
      .filter((column) => header.indexOf(column) !== header.lastIndexOf(column))
      .map((column) => `${mapping.file} has the column ${column} twice`),
  ];
};

const toRow = (row: number, header: readonly string[], record: readonly string[]): ReadRow => {
  if (record.length !== header.length) return malformed(row, `${record.length} columns where the header has ${header.length}`);
  if (record.some((value) => value.includes(replacement))) return malformed(row, 'not text in UTF-8');
  return { row, kind: 'record', record: Object.fromEntries(header.map((column, at) => [column, record[at] ?? ''])) };
};

/** Reads one CSV file whole; throws {@link UserError} when it is not there or does not fit the mapping. */
export const readExportFile = async (folder: string, mapping: FileMapping): Promise<ExportFile> => {
  const path = join(folder, mapping.file);
  const digest = createHash('sha256');
  let header: readonly string[] | undefined;
  const rows: ReadRow[] = [];
  for await (const record of recordsOf(path, (bytes) => digest.update(bytes))) {
    if (header === undefined) header = fitting(mapping, trimmed(record), folder);
    else rows.push(toRow(rows.length + 1, header, record));
  }
  const columns = header ?? fitting(mapping, [], folder);
  const known = columnsOf(mapping);
  return { mapping, path, hash: digest.digest('hex'), rows, unmapped: columns.filter((column) => !known.includes(column)) };
};

const fitting = (mapping: FileMapping, header: readonly string[], folder: string): readonly string[] => {
  const [misfit, ...more] = misfits(mapping, header);
  if (misfit !== undefined)
    throw new UserError([misfit, ...more].join('; '), `looked in ${folder}; its columns are ${header.join(', ') || 'none'}`);
  return header;
};
