import type { Command } from 'commander';
import { progressBar } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';
import { dealNamed, momentOf } from '../deal-asked-for.ts';
import { exportDeal, type DealExport } from '../deal-export.ts';
import { mustBeNew, writeFileWhole } from '../whole-file.ts';

interface Options extends CommonOptions {
  readonly asOf?: string;
  readonly out?: string;
  readonly force?: boolean;
}

/** Each event as one document on a line of its own. */
function* lines({ events }: DealExport): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`;
}

const provedText = ({ head }: DealExport): string =>
  head === null
    ? 'without proofs: these take the right to read the ledger'
    : `each proved to be in ledger ${head.ledgerId}, of ${head.size} events with root ${head.root}`;

const exporting = async (deal: string, { asOf, out: file, force = false, ...options }: Options, context: Context): Promise<void> => {
  const out = output(context, options);
  const moment = asOf === undefined ? undefined : momentOf(asOf);
  if (file !== undefined && !force) await mustBeNew(file);
  await connected(context, out, async (client) => {
    const path = `/v1/deals/${encodeURIComponent(await dealNamed(client, deal))}`;
    const progress = progressBar('exporting', context.streams.err);
    const asking = { client, signal: context.signal, progress };
    const exported = await exportDeal(asking, path, moment).finally(() => progress.stop());
    const { caseId, events, head, findings } = exported;
    if (findings.length > 0) {
      for (const finding of findings) out.note(finding);
      out.note(
        'Nothing was exported: what the server tells is not what was recorded. `dealtrail verify` tells whether the ledger itself is whole.',
      );
      return context.finish(3);
    }
    const told = `${events.length} events of ${caseId}, ${provedText(exported)}.`;
    if (file === undefined) {
      for (const line of lines(exported)) context.streams.out.write(line);
      return out.note(told);
    }
    await writeFileWhole(file, lines(exported), 0o600);
    out.result({ caseId, file, events: events.length, head }, () => `${file}: ${told}`);
  });
};

export const exportCommand = (program: Command, context: Context): void => {
  const command = program
    .command('export')
    .argument('<deal>', 'id of the case, the opportunity or the lead; an imported deal also by its id in the source')
    .description(
      'Export all that happened to a deal, each event as one JSON document on a line: as far as you may see it, with the proof that it is in the ledger where you may read that. What the ledger does not bear out is not exported: exit code 3.',
    )
    .option('--as-of <position|time>', 'only what was on record then: a position of the history, a time, or the end of a date')
    .option('-o, --out <file>', 'write it there, for your eyes only; to the standard output without')
    .option('--force', 'write over a file that is there')
    .action((deal: string, options: Options) => exporting(deal, options, context));
  common(command, 'export demo-17 --out demo-17.jsonl', 'export demo-17 --as-of 2026-03-31 --out demo-17.jsonl --force');
};
