import type { Command } from 'commander';
import type { DealAsOfDto, HistoryEntryDto } from '#audit/nest';
import { dealText, historyText, Refused, UserError, type Client } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';
import { allPages } from '../pages.ts';

interface Options extends CommonOptions {
  readonly asOf?: string;
}

const isPosition = (text: string): boolean => /^\d+$/.test(text) || /^[^:]+:\d+$/.test(text);

/** A ledger position as it is given; a time as RFC 3339, or a date, which means its end in UTC. */
const momentOf = (text: string): { readonly position?: string; readonly time?: string } => {
  if (isPosition(text)) return { position: text };
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text);
  if (Number.isNaN(time.getTime()))
    throw new UserError(`--as-of ${text} is neither a position nor a time`, 'for example 120, 2026-03-31 or 2026-03-31T08:00:00Z');
  return { time: time.toISOString() };
};

/** The deal's id as the server knows it; an imported deal may be named as its source names it. Throws what the server answers to an unknown one. */
const dealNamed = async (client: Client, deal: string): Promise<string> => {
  const known = await client.get(`/v1/deals/${encodeURIComponent(deal)}/as-of`).catch((error: unknown) => error);
  if (!(known instanceof Refused)) return deal;
  const { items } = await client.get<{ items: readonly { opportunityId: string }[] }>('/v1/opportunities', { externalId: deal });
  const [found, ...more] = items.map(({ opportunityId }) => opportunityId);
  if (found === undefined) throw known;
  if (more.length > 0) throw new UserError(`several sources have a deal ${deal}`, `name one of them: ${[found, ...more].join(', ')}`);
  return found;
};

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
