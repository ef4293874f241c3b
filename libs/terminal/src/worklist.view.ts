import type { CriterionDto, DealWorkDto, SupplyDto } from '#worklist/nest';
import { amount } from './money.ts';
import { figure, printable, table } from './table.ts';

const day = (instant: string | null): string | null => instant?.slice(0, 10) ?? null;

const gateText = ({ gatePassed, needs }: DealWorkDto): string => {
  if (gatePassed === null) return 'not known here';
  return gatePassed ? 'open' : `needs ${needs.length}`;
};

const row = (deal: DealWorkDto) => [
  deal.opportunityId,
  deal.company,
  deal.ownerId,
  deal.stage,
  figure(amount(deal.amountMinor, deal.currency)),
  day(deal.dueAt),
  deal.overdue.join(', ') || null,
  deal.atRisk.join(', ') || null,
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

/** What there is to do on deals: one line each, what is due first at the top, and below what each gate still needs and who can supply it. */
export const worklistText = (deals: readonly DealWorkDto[]): string =>
  deals.length === 0
    ? 'There is nothing to do.'
    : [
        table(['deal', 'company', 'owner', 'stage', 'amount', 'due', 'overdue', 'at risk', 'gate'], deals.map(row)),
        ...deals.flatMap(needsText),
      ].join('\n');
