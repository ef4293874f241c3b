import {
  interpret,
  type Doubt,
  type FileMapping,
  type ImportedFact,
  type ImportMapping,
  type Interpretation,
  type RowContext,
} from '#imports';
import { UserError } from '#terminal';
import { inParallel } from '../in-parallel.ts';
import type { ExportFile, ReadRow, Row } from './export-files.ts';

/** What became of a fact that was handed to the store: `already` was there before, `refused` tells why it is not taken. */
export type Submission =
  { readonly kind: 'imported' } | { readonly kind: 'already' } | { readonly kind: 'refused'; readonly reason: string };

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

export interface RunOptions {
  readonly progress?: (done: number, total: number, file: string) => void;
  /** Rows under way at once. */
  readonly width?: number;
  /** Lets the rows under way end, and takes no more. */
  readonly signal?: AbortSignal;
}

/** Not all rows were handed in; those that were stay, and the same command again goes on. */
export class ImportStopped extends UserError {
  override readonly name = 'ImportStopped';
  constructor(done: number, total: number, cause?: Error) {
    super(
      [`stopped after ${done} of ${total} rows`, cause?.message].filter((part) => part !== undefined).join(': '),
      'what was imported stays; run the same command again to go on where it stopped',
      cause,
    );
  }
}

type Reason = Omit<Rejected, 'file' | 'row'>;

/** What became of one row. Of a rejected one neither facts nor doubts count. */
type Result =
  | { readonly kind: 'rejected'; readonly why: Reason }
  | { readonly kind: 'imported' | 'already'; readonly facts: readonly ImportedFact[]; readonly doubts: readonly Doubt[] };

const rejected = (field: string, value: string, reason: string): Result => ({ kind: 'rejected', why: { field, value, reason } });

/** A row with what it holds, and the first row that has the same id. */
type Reading = { readonly row: number } & (
  | { readonly kind: 'rejected'; readonly result: Result }
  | { readonly kind: 'facts'; readonly first: number; readonly held: Extract<Interpretation, { kind: 'facts' }> }
);

/** Reads all rows before any is handed in, so that of rows with the same id the first one counts. */
const readRows = (rows: readonly ReadRow[], contextOf: (row: number) => RowContext): readonly Reading[] => {
  const firsts = new Map<string, number>();
  return rows.map((read): Reading => {
    const { row } = read;
    if (read.kind === 'malformed') return { row, kind: 'rejected', result: rejected('', '', read.reason) };
    const held = interpret(read.record, contextOf(row));
    if (held.kind === 'rejected') return { row, kind: 'rejected', result: rejected(held.field, held.value, held.reason) };
    const first = firsts.get(held.externalId) ?? row;
    firsts.set(held.externalId, first);
    return { row, kind: 'facts', first, held };
  });
};

const importRow = async (reading: Reading, { key }: FileMapping, sink: ImportSink): Promise<Result> => {
  if (reading.kind === 'rejected') return reading.result;
  const { row, first, held } = reading;
  const { externalId, facts, doubts } = held;
  if (first !== row) return rejected(key, externalId, `row ${first} has the same`);
  let kind: 'imported' | 'already' = 'already';
  for (const fact of facts) {
    const submission = await sink(fact, externalId);
    if (submission.kind === 'refused') return rejected(key, externalId, submission.reason);
    if (submission.kind === 'imported') kind = 'imported';
  }
  return { kind, facts, doubts };
};

interface Imported {
  readonly file: ExportFile;
  readonly results: readonly Result[];
}

const fileReport = ({ file, results }: Imported): FileReport => {
  const count = (kind: Result['kind']): number => results.filter((result) => result.kind === kind).length;
  return {
    file: file.mapping.file,
    sha256: file.hash,
    rows: file.rows.length,
    imported: count('imported'),
    already: count('already'),
    rejected: count('rejected'),
    unmappedColumns: file.unmapped,
  };
};

const rejectsOf = ({ file, results }: Imported): readonly Rejected[] =>
  results.flatMap((result, at) => (result.kind === 'rejected' ? [{ file: file.mapping.file, row: at + 1, ...result.why }] : []));

const doubtsOf = ({ file, results }: Imported): readonly Doubtful[] =>
  results.flatMap((result, at) =>
    result.kind === 'rejected' ? [] : result.doubts.map((doubt) => ({ file: file.mapping.file, row: at + 1, ...doubt })),
  );

const claimsOf = (facts: readonly ImportedFact[], currency: string): Pick<ImportReport, 'claimedStages' | 'claimedWon'> => {
  const claimedStages: Record<string, number> = {};
  const claimedWon = { count: 0, minor: 0, currency };
  for (const { type, data } of facts) {
    if (type === 'OpportunityImported') claimedStages[data.claimedStage] = (claimedStages[data.claimedStage] ?? 0) + 1;
    if (type !== 'OutcomeImported' || data.claimed !== 'won') continue;
    claimedWon.count += 1;
    claimedWon.minor += data.value?.minor ?? 0;
  }
  return { claimedStages, claimedWon };
};

const reportOf = ({ source, currency }: ImportMapping, imported: readonly Imported[]): ImportReport => ({
  source,
  files: imported.map(fileReport),
  ...claimsOf(
    imported.flatMap(({ results }) => results.flatMap((result) => (result.kind === 'rejected' ? [] : result.facts))),
    currency,
  ),
  rejected: imported.flatMap(rejectsOf),
  doubtful: imported.flatMap(doubtsOf),
});

/** Hands every row of every file to the sink, or to the rejects. Rows may be handed in again after a kill, with the same result. Throws {@link ImportStopped}. */
export const runImport = async (
  mapping: ImportMapping,
  files: readonly ExportFile[],
  sink: ImportSink,
  { progress = () => undefined, width = 1_000, signal = new AbortController().signal }: RunOptions = {},
): Promise<ImportReport> => {
  const known = indexOfColumns(files);
  const today = new Date().toISOString().slice(0, 10);
  const total = files.reduce((sum, { rows }) => sum + rows.length, 0);
  const imported: Imported[] = [];
  let done = 0;
  const importFile = async (file: ExportFile): Promise<Imported> => {
    const readings = readRows(file.rows, (row) => ({ mapping, file: file.mapping, sourceFileHash: file.hash, row, today, known }));
    const results = await inParallel(readings, width, signal, async (reading) => {
      const result = await importRow(reading, file.mapping, sink);
      done += 1;
      progress(done, total, file.mapping.file);
      return result;
    });
    return { file, results };
  };
  try {
    for (const file of files) imported.push(await importFile(file));
  } catch (error) {
    throw error instanceof UserError ? new ImportStopped(done, total, error) : error;
  }
  if (done < total) throw new ImportStopped(done, total);
  return reportOf(mapping, imported);
};

/** Looks rows up by a column's value, each column indexed once. */
const indexOfColumns = (files: readonly ExportFile[]): RowContext['known'] => {
  const indexes = new Map<string, ReadonlyMap<string, Row>>();
  const index = (name: string, column: string): ReadonlyMap<string, Row> => {
    const rows = files.find(({ mapping }) => mapping.file === name)?.rows ?? [];
    return new Map(rows.flatMap((read) => (read.kind === 'record' ? [[(read.record[column] ?? '').trim(), read.record] as const] : [])));
  };
  return (file, column) => {
    const key = JSON.stringify([file, column]);
    const found = indexes.get(key) ?? index(file, column);
    indexes.set(key, found);
    return found;
  };
};
