import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { FunnelDto } from '#funnel/nest';
import type { ImportMapping } from '#imports';
import { importedText, progressBar, waitUntilCaughtUp, type Client } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';
import { readExportFile, type ExportFile } from '../import/export-files.ts';
import { countedDoubts, importText, writeRows } from '../import/import-report.ts';
import { runImport, type ImportReport, type ImportSink } from '../import/import-run.ts';
import { fittingMapping, readMapping } from '../import/mappings.ts';
import { serverSink } from '../import/server-sink.ts';
import type { Output } from '../output.ts';

interface Options extends CommonOptions {
  readonly mapping?: string;
  readonly rejects?: string;
  readonly dryRun?: boolean;
}

interface Export {
  readonly mapping: ImportMapping;
  readonly files: readonly ExportFile[];
}

const readExport = async (folder: string, { mapping: path }: Options): Promise<Export> => {
  const mapping = path === undefined ? await fittingMapping(folder) : await readMapping(path);
  const files: ExportFile[] = [];
  for (const file of mapping.files) files.push(await readExportFile(folder, file));
  return { mapping, files };
};

const handIn = async ({ mapping, files }: Export, sink: ImportSink, { streams, signal }: Context): Promise<ImportReport> => {
  const bar = progressBar('importing', streams.err);
  return runImport(mapping, files, sink, { signal, progress: (done, total, file) => bar.update(done, total, file) }).finally(() =>
    bar.stop(),
  );
};

/** Where rejects and doubts go: next to each other, one pair of files for each folder imported. */
const reportFiles = (folder: string, { config }: Context, { rejects }: Options): { readonly rejects: string; readonly doubts: string } => {
  const name = basename(folder).replace(/[^A-Za-z0-9._-]/g, '_') || 'export';
  const path = rejects === undefined ? join(config.dataDir, 'imports', `${name}.rejects.csv`) : resolve(rejects);
  return { rejects: path, doubts: `${path.replace(/(\.rejects)?\.csv$/, '')}.doubts.csv` };
};

const importedSection = async (client: Client, out: Output): Promise<FunnelDto['imported']> => {
  if (!(await waitUntilCaughtUp(client)))
    out.note('The read models have not caught up yet; `dealtrail projections` shows how far they are.');
  return (await client.get<FunnelDto>('/v1/funnel')).imported;
};

const dryRun = async (folder: string, options: Options, context: Context): Promise<void> => {
  const out = output(context, options);
  const report = await handIn(await readExport(folder, options), async () => ({ kind: 'imported' }), context);
  out.result(
    { ...report, dryRun: true },
    () => `${importText(report)}\n\nA dry run: nothing was imported, and nothing was compared with what was imported before.`,
  );
};

const importFolder = async (folder: string, options: Options, context: Context): Promise<void> => {
  const out = output(context, options);
  const given = await readExport(folder, options);
  // What is under way when Ctrl-C comes is let end, so the signal is the run's and not the client's.
  const patient = { ...context, signal: new AbortController().signal };
  await connected(patient, out, async (client) => {
    const report = await handIn(given, serverSink(client), context);
    const files = reportFiles(folder, context, options);
    await writeRows(files.rejects, report.rejected);
    await writeRows(files.doubts, report.doubtful);
    const imported = await importedSection(client, out);
    const { doubtful, ...rest } = report;
    out.result(
      { ...rest, doubts: countedDoubts(doubtful), files: report.files, rejectsFile: files.rejects, doubtsFile: files.doubts, imported },
      () => [importText(report), '', importedText(imported), '', `rejects: ${files.rejects}`, `doubts:  ${files.doubts}`].join('\n'),
    );
  });
};

export const importCommand = (program: Command, context: Context): void => {
  const command = program
    .command('import')
    .argument('<folder>', 'the export of another system, in CSV files')
    .description(
      'Import what another system claims of its deals, products, agents and accounts. Every row ends imported or in the rejects file; doubtful values are imported and reported. Stopped or killed, it can be run again: nothing is imported twice.',
    )
    .option('--mapping <file>', 'how to read the files; without it, the built-in mapping that fits them')
    .option('--rejects <file>', 'where rejected rows go; without it, <DATA_DIR>/imports/<folder>.rejects.csv')
    .option('--dry-run', 'read and check everything, import nothing')
    .action((folder: string, options: Options) => (options.dryRun ? dryRun : importFolder)(resolve(folder), options, context));
  common(command, 'import exports/crm', 'import exports/crm --dry-run', 'import exports/crm --mapping my-crm.yaml --rejects rejects.csv');
};
