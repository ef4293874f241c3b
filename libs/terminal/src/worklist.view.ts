import type { CriterionDto, DealWorkDto, SupplyDto } from '#worklist/nest';
import { approvalsText, contractsText, type ClosingWork } from './closing-work.view.ts';
import { amount } from './money.ts';
import { figure, printable, table } from './table.ts';

/** What there is to do for somebody, by whom or what it waits for. */
export interface Worklist extends ClosingWork {
  readonly deals: readonly DealWorkDto[];
}

const day = (instant: string | null): string | null => instant?.slice(0, 10) ?? null;

const gateText = ({ gatePassed, needs }: DealWorkDto): string => {
  if (gatePassed === null) return 'not known here';
  return gatePassed ? 'open' : `needs ${needs.length}`;
};

/** The stage; of a deal that is won, what its process calls that. */
const stageText = ({ stage, wonLabel }: DealWorkDto): string => (wonLabel ? `${stage}: ${wonLabel.en} · ${wonLabel.zh}` : stage);

const row = (deal: DealWorkDto) => [
  deal.opportunityId,
  deal.company,
  deal.ownerId,
  stageText(deal),
  figure(amount(deal.amountMinor, deal.currency)),
  day(deal.dueAt),
  deal.overdue.join(', ') || null,
  deal.atRisk.map(({ risk, since }) => `${risk} since ${since.slice(0, 10)}`).join(', ') || null,
  gateText(deal),
];

const listed = (...parts: readonly (readonly string[])[]): string => parts.flat().join(', ') || 'nobody';

const suppliers = ({ command, people, roles, rolesOnTeam }: SupplyDto): string =>
  `${command} (${listed(people, roles, rolesOnTeam.length > 0 ? ['whoever works on the deal'] : [])})`;

const becauseText = ({ result, because }: CriterionDto): string => (because === null ? result : `${result}, ${because}`);

const needLines = (need: CriterionDto): readonly string[] => {
  const { people, roles } = need.overridableBy;
  return [
    `  ${need.title.en} · ${need.title.zh} [${need.criterion}]: ${becauseText(need)}`,
    `    supplied by ${need.suppliedBy.map(suppliers).join('; ')}`,
    ...(people.length + roles.length === 0 ? [] : [`    may be overridden by ${listed(people, roles)}`]),
  ];
};

const needsText = ({ opportunityId, name, stage, needs }: DealWorkDto): readonly string[] =>
  needs.length === 0 ? [] : ['', printable(`${opportunityId} (${name}), to leave ${stage}:`), ...needs.flatMap(needLines).map(printable)];

/** Deals that there is work on: one line each, what is due first at the top, and below what each gate still needs and who can supply it. */
const dealsText = (deals: readonly DealWorkDto[]): readonly string[] =>
  deals.length === 0
    ? []
    : [
        [
          table(['deal', 'company', 'owner', 'stage', 'amount', 'due', 'overdue', 'at risk', 'gate'], deals.map(row)),
          ...deals.flatMap(needsText),
        ].join('\n'),
      ];

/** What somebody has to do: each part that has something in it, and its title above all but the deals. */
export const worklistText = ({ deals, approvals, contracts, breaches }: Worklist): string =>
  [
    ...dealsText(deals),
    ...approvalsText('Approvals that wait for you', approvals.waitingForMe),
    ...approvalsText('Approvals that were sent back to you', approvals.sentBackToMe),
    ...contractsText('Contracts that wait for a signature', contracts.awaitingSignature),
    ...approvalsText('Approvals past their time', breaches.approvals),
    ...contractsText('Contracts past their time', breaches.contracts),
  ].join('\n\n') || 'There is nothing to do.';
