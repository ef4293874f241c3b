import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { amount, table } from '#terminal';
import type { Doubtful, ImportReport, Rejected } from './import-run.ts';

/** A value of a CSV file; one that a spreadsheet would take for a formula is made text. */
const csvValue = (value: string | number): string => {
  const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const columns = ['file', 'row', 'field', 'value', 'reason'] as const;

const csv = (rows: readonly (Rejected | Doubtful)[]): string =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => csvValue(row[column])).join(','))].map((line) => `${line}\n`).join('');

/** Writes rejects or doubts as CSV with the columns file, row, field, value, reason; only the header when there are none. */
export const writeRows = async (path: string, rows: readonly (Rejected | Doubtful)[]): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, csv(rows));
};

export interface Counted {
  readonly file: string;
  readonly field: string;
  readonly value: string;
  readonly reason: string;
  readonly rows: number;
}

/** The same doubt in many rows, counted; the commonest first. */
export const countedDoubts = (doubtful: readonly Doubtful[]): readonly Counted[] => {
  const counts = new Map<string, Counted>();
  for (const { file, field, value, reason } of doubtful) {
    const key = JSON.stringify([file, field, value, reason]);
    counts.set(key, { file, field, value, reason, rows: (counts.get(key)?.rows ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((one, other) => other.rows - one.rows);
};

const shownDoubts = 20;

const doubtsText = (doubtful: readonly Doubtful[]): readonly string[] => {
  const counted = countedDoubts(doubtful);
  if (counted.length === 0) return [];
  const rows = counted
    .slice(0, shownDoubts)
    .map(({ file, field, value, reason, rows: count }) => [count, file, field, value === '' ? null : value, reason]);
  const more = counted.length - rows.length;
  return [
    '',
    'Doubtful, imported as it stands',
    table(['rows', 'file', 'field', 'value', 'why'], rows),
    ...(more > 0 ? [`and ${more} kinds more`] : []),
  ];
};

/** What an import has done, for people. */
export const importText = ({ source, files, claimedStages, claimedWon, rejected, doubtful }: ImportReport): string =>
  [
    `Imported from ${source}`,
    table(
      ['file', 'rows', 'imported', 'already', 'rejected', 'sha256'],
      files.map(({ file, rows, imported, already, rejected: refused, sha256 }) => [file, rows, imported, already, refused, sha256]),
    ),
    ...files.flatMap(({ file, unmappedColumns }) =>
      unmappedColumns.length > 0 ? [`${file}: left out ${unmappedColumns.join(', ')}`] : [],
    ),
    '',
    table(['claimed stage', 'deals'], Object.entries(claimedStages)),
    `Claimed won: ${claimedWon.count.toLocaleString('en')} deals, ${amount(claimedWon.minor, claimedWon.currency)}`,
    ...doubtsText(doubtful),
    ...(rejected.length > 0 ? ['', `${rejected.length.toLocaleString('en')} rows were rejected.`] : []),
  ].join('\n');
