import type { Command } from 'commander';
import type { ForecastDto } from '#forecast/nest';
import type { FunnelDto } from '#funnel/nest';
import { forecastText, funnelText } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

type FunnelOptions = CommonOptions & Partial<Record<'process' | 'from' | 'to' | 'owner' | 'team', string>>;

export const funnelCommand = (program: Command, context: Context): void => {
  const command = program
    .command('funnel')
    .description('Show what has become of the deals that entered each stage, lost ones included; imported claims apart.')
    .option('--process <id@version>', 'another process than that of new cases')
    .option('--from <date>', 'deals that first entered on this day or later, UTC')
    .option('--to <date>', 'and before this day')
    .option('--owner <userId>', 'whoever had the deal at the time')
    .option('--team <teamId>', 'the team of the owner at the time')
    .action(async ({ process, from, to, owner: ownerId, team: teamId, json }: FunnelOptions) => {
      const out = output(context, { ...(json !== undefined && { json }) });
      await connected(context, out, async (client) => {
        const funnel = await client.get<FunnelDto>('/v1/funnel', { process, from, to, ownerId, teamId });
        out.result(funnel, () => funnelText(funnel));
      });
    });
  common(command, 'funnel', 'funnel --from 2026-01-01 --to 2026-04-01 --team north', 'funnel --json');
};

type ForecastOptions = CommonOptions & { readonly details?: boolean } & Partial<
    Record<'from' | 'to' | 'owner' | 'team' | 'category' | 'currency', string>
  >;

export const forecastCommand = (program: Command, context: Context): void => {
  const command = program
    .command('forecast')
    .description('Show what is expected of the open deals and what was closed, by month.')
    .option('--from <month>', 'first month, for example 2026-01')
    .option('--to <month>', 'last month')
    .option('--owner <userId>', 'whose deals')
    .option('--team <teamId>', 'the team of the owner at the time')
    .option('--category <category>', 'pipeline, bestCase, commit, omitted, closed or lost')
    .option('--currency <code>', 'for example CNY')
    .option('--details', 'a line for each owner, team and category too')
    .action(async ({ owner: ownerId, team: teamId, details = false, json = false, ...filters }: ForecastOptions) => {
      const out = output(context, { json });
      await connected(context, out, async (client) => {
        const forecast = await client.get<ForecastDto>('/v1/forecast', { ...filters, ownerId, teamId });
        out.result(forecast, () => forecastText(forecast, { details }));
      });
    });
  common(command, 'forecast', 'forecast --from 2026-01 --to 2026-06 --owner lina --details');
};
