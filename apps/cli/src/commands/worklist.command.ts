import { Option, type Command } from 'commander';
import { worklistText } from '#terminal';
import type { DealWorkDto } from '#worklist/nest';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';
import { allPages } from '../pages.ts';

type Options = CommonOptions & {
  readonly of: string;
  readonly stage?: string;
  readonly overdue?: boolean;
  readonly atRisk?: boolean;
  readonly blocked?: boolean;
};

const filterOf = ({ overdue = false, atRisk = false, blocked = false }: Options): string | undefined => {
  if (overdue) return 'overdue';
  if (atRisk) return 'atRisk';
  return blocked ? 'blocked' : undefined;
};

export const worklistCommand = (program: Command, context: Context): void => {
  const command = program
    .command('worklist')
    .description('Show the deals that there is work on, what is overdue first: what each gate still needs, and who can supply it.')
    .addOption(new Option('--of <whose>', 'one’s own, the team’s, or all that one may see').choices(['me', 'team', 'all']).default('me'))
    .addOption(new Option('--overdue', 'only those with something past its time').conflicts(['atRisk', 'blocked']))
    .addOption(new Option('--at-risk', 'only those at risk').conflicts(['overdue', 'blocked']))
    .addOption(new Option('--blocked', 'only those that their gate would not let pass').conflicts(['overdue', 'atRisk']))
    .option('--stage <code>', 'only those at this stage, for example S2')
    .action(async (options: Options) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const { of, stage } = options;
        const deals = await allPages<DealWorkDto>(client, '/v1/worklists/deals', { of, stage, filter: filterOf(options) });
        out.result(deals, () => worklistText(deals));
      });
    });
  common(command, 'worklist', 'worklist --of team --overdue', 'worklist --of all --at-risk --json');
};
