import { interpret, type Doubt, type ImportedFact, type ImportMapping, type RowContext } from '#imports';
import type { ExportFile, ReadRow, Row } from './export-files.ts';

/** What became of a fact that was handed to the store. `changed`: it was imported before with other values, which stand. */
export type Submission = 'imported' | 'already' | 'changed';

/** Where facts go. Handing in the same fact again answers `already`, so that an import can be killed and run again. */
export type ImportSink = (fact: ImportedFact, externalId: string) => Promise<Submission>;

export interface Rejected {
  readonly file: string;
  readonly row: number;
  readonly field: string;
  readonly value: string;
  readonly reason: string;
}

export interface Doubtful extends Doubt {
  readonly file: string;
  readonly row: number;
}

export interface FileReport {
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  readonly imported: number;
  /** Rows that an earlier run had imported already. */
  readonly already: number;
  readonly rejected: number;
  readonly unmappedColumns: readonly string[];
}

export interface ImportReport {
  readonly source: string;
  readonly files: readonly FileReport[];
  /** Rows by the stage that the source claims, imported now or before. */
  readonly claimedStages: Readonly<Record<string, number>>;
  /** Sum over the rows claimed as won, in minor units. */
  readonly claimedWon: { readonly count: number; readonly minor: number; readonly currency: string };
  readonly rejected: readonly Rejected[];
  readonly doubtful: readonly Doubtful[];
}

/** How many rows are under way at once: enough for the store to commit them in groups. */
const window = 128;

/** The n-th worker takes every row as it comes free; the first failure stops all. */
const inParallel = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: window }, worker));
};

type Outcome = Submission | Omit<Rejected, 'file' | 'row'>;

/** Hands every row of every file to the sink, or to the rejects; rows may be handed in again after a kill, with the same result. */
export const runImport = async (
  mapping: ImportMapping,
  files: readonly ExportFile[],
  sink: ImportSink,
  progress: (done: number, total: number, file: string) => void = () => undefined,
): Promise<ImportReport> => {
  const known = indexOfColumns(files);
  const total = files.reduce((sum, { rows }) => sum + rows.length, 0);
  const rejected: Rejected[] = [];
  const doubtful: Doubtful[] = [];
  const claimedStages: Record<string, number> = {};
  const won = { count: 0, minor: 0, currency: mapping.currency };
  const reports: FileReport[] = [];
  let done = 0;

  const count = (fact: ImportedFact): void => {
    if (fact.type === 'OpportunityImported') claimedStages[fact.data.claimedStage] = (claimedStages[fact.data.claimedStage] ?? 0) + 1;
    if (fact.type !== 'OutcomeImported' || fact.data.claimed !== 'won') return;
    won.count += 1;
    won.minor += fact.data.value?.minor ?? 0;
  };

  for (const file of files) {
    const tally = { imported: 0, already: 0, rejected: 0 };
    const earlier = new Map<string, number>();
    const doubtfulHere: Doubtful[] = [];
    const rejectedHere: Rejected[] = [];
    const one = async (read: ReadRow): Promise<void> => {
      const context: RowContext = { mapping, file: file.mapping, sourceFileHash: file.hash, row: read.row, known };
      const outcome = await importRow(read, context, earlier, sink, count, (doubts) =>
        doubtfulHere.push(...doubts.map((doubt) => ({ file: file.mapping.file, row: read.row, ...doubt }))),
      );
      if (typeof outcome === 'string' && outcome !== 'changed') tally[outcome] += 1;
      else {
        tally.rejected += 1;
        const why = outcome === 'changed' ? changed(file, read) : outcome;
        rejectedHere.push({ file: file.mapping.file, row: read.row, ...why });
      }
      done += 1;
      progress(done, total, file.mapping.file);
    };
    await inParallel(file.rows, one);
    reports.push({ file: file.mapping.file, sha256: file.hash, rows: file.rows.length, ...tally, unmappedColumns: file.unmapped });
    rejected.push(...rejectedHere.sort((a, b) => a.row - b.row));
    doubtful.push(...doubtfulHere.sort((a, b) => a.row - b.row));
  }
  return { source: mapping.source, files: reports, claimedStages, claimedWon: won, rejected, doubtful };
};

const changed = ({ mapping }: ExportFile, read: ReadRow): Omit<Rejected, 'file' | 'row'> => ({
  field: mapping.key,
  value: read.kind === 'record' ? (read.record[mapping.key] ?? '') : '',
  reason: 'imported before with other values, which stand',
});

const importRow = async (
  read: ReadRow,
  context: RowContext,
  earlier: Map<string, number>,
  sink: ImportSink,
  count: (fact: ImportedFact) => void,
  doubt: (doubts: readonly Doubt[]) => void,
): Promise<Outcome> => {
  if (read.kind === 'malformed') return { field: '', value: '', reason: read.reason };
  const reading = interpret(read.record, context);
  if (reading.kind === 'rejected') return { field: reading.field, value: reading.value, reason: reading.reason };
  const first = earlier.get(reading.externalId);
  if (first !== undefined) return { field: context.file.key, value: reading.externalId, reason: `row ${first} has the same` };
  earlier.set(reading.externalId, read.row);

  const submissions: Submission[] = [];
  for (const fact of reading.facts) {
    const submission = await sink(fact, reading.externalId);
    if (submission === 'changed') return 'changed';
    submissions.push(submission);
  }
  reading.facts.forEach(count);
  doubt(reading.doubts);
  return submissions.includes('imported') ? 'imported' : 'already';
};

/** Looks rows up by a column's value, each column indexed once. */
const indexOfColumns = (files: readonly ExportFile[]): RowContext['known'] => {
  const indexes = new Map<string, ReadonlyMap<string, Row>>();
  const index = (name: string, column: string): ReadonlyMap<string, Row> => {
    const rows = files.find(({ mapping }) => mapping.file === name)?.rows ?? [];
    return new Map(rows.flatMap((read) => (read.kind === 'record' ? [[(read.record[column] ?? '').trim(), read.record] as const] : [])));
  };
  return (file, column) => {
    const key = `${file}\n${column}`;
    const found = indexes.get(key) ?? index(file, column);
    indexes.set(key, found);
    return found;
  };
};
