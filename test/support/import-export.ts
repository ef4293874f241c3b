import type { ImportedFact, ImportMapping } from '#imports';
import { Unreachable, type Client } from '#terminal';
import { readExportFile, type ExportFile } from '../../apps/cli/src/import/export-files.ts';
import { runImport, type ImportReport, type ImportSink, type RunOptions } from '../../apps/cli/src/import/import-run.ts';
import { fittingMapping } from '../../apps/cli/src/import/mappings.ts';
import { serverSink } from '../../apps/cli/src/import/server-sink.ts';
import type { Profile } from './profiles.ts';

export interface Export {
  readonly mapping: ImportMapping;
  readonly files: readonly ExportFile[];
}

type Progress = NonNullable<RunOptions['progress']>;

/** As the command line reads a folder. */
export const readExport = async (folder: string): Promise<Export> => {
  const mapping = await fittingMapping(folder);
  const files: ExportFile[] = [];
  for (const file of mapping.files) files.push(await readExportFile(folder, file));
  return { mapping, files };
};

/** The command line's client as far as imports need it, on requests that are the same in every run. */
const operatorOf = ({ client }: Profile): Pick<Client, 'post'> => ({
  post: async <T>(path: string, body: object, key: string) => {
    const { status, body: answer, text } = await client.post(path, body, { as: 'operator', key });
    if (status >= 300) throw new Unreachable(`${path} answered ${status} ${text}`);
    return answer as T;
  },
});

/** The row that a fact was read from. */
const rowOf = ({ data: { sourceFileHash, row } }: ImportedFact): string => `${sourceFileHash}:${row}`;

/** One fact after the other, a minute apart; each row drained before the next. */
export const importSerially = (
  profile: Profile,
  { mapping, files }: Export,
  progress: Progress = () => undefined,
): Promise<ImportReport> => {
  const hand = serverSink(operatorOf(profile));
  let last: string | undefined;
  const sink: ImportSink = async (fact, externalId) => {
    if (rowOf(fact) !== last) await profile.drained();
    last = rowOf(fact);
    profile.given.pass(60);
    return hand(fact, externalId);
  };
  return runImport(mapping, files, sink, { width: 1, progress });
};

/** Several batches at once, as the command line does; all at the same time of the clock, since who comes first is left to chance. */
export const importConcurrently = (
  profile: Profile,
  { mapping, files }: Export,
  progress: Progress = () => undefined,
): Promise<ImportReport> => runImport(mapping, files, serverSink(operatorOf(profile)), { progress });
