import type { Command } from 'commander';
import type { DealAsOfDto, HistoryEntryDto } from '#audit/nest';
import { dealText, historyText } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';
import { dealNamed, momentOf } from '../deal-asked-for.ts';
import { allPages } from '../pages.ts';

interface Options extends CommonOptions {
  readonly asOf?: string;
}

export const historyCommand = (program: Command, context: Context): void => {
  const command = program
    .command('history')
    .argument('<deal>', 'id of the case, the opportunity or the lead; an imported deal also by its id in the source')
    .description('Show all that happened to a deal: who, in which role, when, what changed from what to what, what was refused and why.')
    .option('--as-of <position|time>', 'show the deal as it stood then instead: a position of the history, a time, or the end of a date')
    .action(async (deal: string, options: Options) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const path = `/v1/deals/${encodeURIComponent(await dealNamed(client, deal))}`;
        if (options.asOf !== undefined) {
          const then = await client.get<DealAsOfDto>(`${path}/as-of`, momentOf(options.asOf));
          return out.result(then, () => dealText(then));
        }
        const entries = await allPages<HistoryEntryDto>(client, `${path}/history`);
        out.result(entries, () => historyText(entries));
      });
    });
  common(command, 'history demo-17', 'history crm-1C1I7A6R', 'history demo-17 --as-of 2026-03-31', 'history demo-17 --json');
};
