import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { columnsOf, type FileMapping } from '#imports';
import { UserError } from '../user-error.ts';

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

/** Reads one CSV file whole; throws {@link UserError} when it is not there or lacks a mapped column. */
export const readExportFile = async (folder: string, mapping: FileMapping): Promise<ExportFile> => {
  const path = join(folder, mapping.file);
  await access(path).catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, 'the mapping names this file; is this the folder of the export?', cause);
  });
  const digest = createHash('sha256');
  const parser = parse({ bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  createReadStream(path)
    .on('data', (chunk) => digest.update(chunk))
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);

  let header: readonly string[] | undefined;
  const rows: ReadRow[] = [];
  for await (const { record } of parser as AsyncIterable<Parsed>) {
    if (header === undefined) header = checkedHeader(record, mapping, path);
    else rows.push(toRow(rows.length + 1, header, record));
  }
  if (header === undefined) throw new UserError(`${path} is empty`, 'its first line must name the columns');
  const known = columnsOf(mapping);
  return { mapping, path, hash: digest.digest('hex'), rows, unmapped: header.filter((column) => !known.includes(column)) };
};

const checkedHeader = (record: readonly string[], mapping: FileMapping, path: string): readonly string[] => {
  const header = record.map((column) => column.trim());
  const missing = columnsOf(mapping).filter((column) => !header.includes(column));
  if (missing.length > 0) throw new UserError(`${path} has no column ${missing.join(', ')}`, `its columns are ${header.join(', ')}`);
  return header;
};

const toRow = (row: number, header: readonly string[], record: readonly string[]): ReadRow => {
  if (record.length !== header.length) return malformed(row, `${record.length} columns where the header has ${header.length}`);
  return { row, kind: 'record', record: Object.fromEntries(header.map((column, at) => [column, record[at] ?? ''])) };
};
