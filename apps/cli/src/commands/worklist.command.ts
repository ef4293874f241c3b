import { Option, type Command } from 'commander';
import type { ApprovalDto } from '#approval-list/nest';
import type { ContractDto } from '#contract-list/nest';
import { worklistText, type Client, type ClosingWork, type Query } from '#terminal';
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

const nothing: ClosingWork = {
  approvals: { waitingForMe: [], sentBackToMe: [] },
  contracts: { awaitingSignature: [] },
  breaches: { approvals: [], contracts: [] },
};

/** Whether something belongs to a deal that is asked for; each user sees of all of it what their roles let them see. */
const ofDeals = async (client: Client, of: string): Promise<(of: { readonly opportunityId: string }) => boolean> => {
  if (of === 'all') return () => true;
  const deals = await allPages<DealWorkDto>(client, '/v1/worklists/deals', { of });
  const ids = new Set(deals.map(({ opportunityId }) => opportunityId));
  return ({ opportunityId }) => ids.has(opportunityId);
};

/** What is to be decided and signed; only what is past its time, if that is asked for. */
const closingWork = async (client: Client, { of, overdue: onlyOverdue = false }: Options): Promise<ClosingWork> => {
  const approvals = (query: Query) => allPages<ApprovalDto>(client, '/v1/approvals', query);
  const contracts = (query: Query) => allPages<ContractDto>(client, '/v1/contracts', query);
  const isAskedFor = await ofDeals(client, of);
  const late = (await approvals({ status: 'waiting' })).filter(({ overdue }) => overdue);
  const breaches = {
    approvals: late.filter(isAskedFor),
    contracts: (await contracts({ overdue: 'true' })).filter(isAskedFor),
  };
  if (onlyOverdue) return { ...nothing, breaches };
  return {
    approvals: { waitingForMe: await approvals({ waitingFor: 'me' }), sentBackToMe: await approvals({ sentBack: 'me' }) },
    contracts: { awaitingSignature: (await contracts({ awaiting: 'signature' })).filter(isAskedFor) },
    breaches,
  };
};

/** Where deals at a stage, at risk or before their gate are asked for, deals alone are. */
const isOfDealsAlone = ({ stage, atRisk = false, blocked = false }: Options): boolean => stage !== undefined || atRisk || blocked;

export const worklistCommand = (program: Command, context: Context): void => {
  const command = program
    .command('worklist')
    .description(
      'Show what there is to do: deals, overdue ones first, with what each gate still needs and who can supply it; approvals that wait for you or were sent back to you; contracts to be signed; what is past its time.',
    )
    .addOption(new Option('--of <whose>', 'one’s own, the team’s, or all that one may see').choices(['me', 'team', 'all']).default('me'))
    .addOption(new Option('--overdue', 'only what is past its time').conflicts(['atRisk', 'blocked']))
    .addOption(new Option('--at-risk', 'only deals at risk').conflicts(['overdue', 'blocked']))
    .addOption(new Option('--blocked', 'only deals that their gate would not let pass').conflicts(['overdue', 'atRisk']))
    .option('--stage <code>', 'only deals at this stage, for example S2')
    .action(async (options: Options) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const { of, stage } = options;
        const deals = await allPages<DealWorkDto>(client, '/v1/worklists/deals', { of, stage, filter: filterOf(options) });
        const work = { deals, ...(isOfDealsAlone(options) ? nothing : await closingWork(client, options)) };
        out.result(work, () => worklistText(work));
      });
    });
  common(command, 'worklist', 'worklist --of team --overdue', 'worklist --of all --at-risk --json');
};
