import type { FunnelDto, FunnelStageDto, ImportedClaimsDto } from '#funnel/nest';
import { amount } from './money.ts';
import { figure, table, type Cell } from './table.ts';

const days = (seconds: number | null): Cell => figure(seconds === null ? '–' : `${(seconds / 86_400).toFixed(1)} d`);
const percent = (share: number | null): Cell => figure(share === null ? '–' : `${(share * 100).toFixed(0)} %`);

const stageRow = (stage: FunnelStageDto): readonly Cell[] => [
  stage.stage,
  stage.name.en,
  stage.entered,
  stage.advanced,
  percent(stage.conversion),
  stage.lost,
  stage.abandoned,
  stage.won,
  stage.open,
  stage.reverted,
  stage.skipped,
  days(stage.dwell.medianSeconds),
  days(stage.dwell.p90Seconds),
];

const stageTitles = [
  'stage',
  '',
  'entered',
  'advanced',
  '',
  'lost',
  'abandoned',
  'won',
  'open',
  'reverted',
  'skipped',
  'dwell, median',
  'dwell, p90',
];

const valueRows = ({ stage, value }: FunnelStageDto): readonly (readonly Cell[])[] =>
  value.map(({ currency, entered, advanced, lost, abandoned, open }) => [
    stage,
    ...[entered, advanced, lost, abandoned, open].map((minor) => figure(amount(minor, currency))),
  ]);

const claimsRow = ({ claimedStage, claimedOutcome, deals, currency, minor, beginUnknown, endUnknown }: ImportedClaimsDto) => [
  claimedStage,
  claimedOutcome ?? 'open',
  deals,
  figure(currency === null ? '–' : amount(minor, currency)),
  beginUnknown,
  endUnknown,
];

/** What other systems claim of the deals that were imported from them; empty when nothing was. */
export const importedText = (imported: FunnelDto['imported']): string =>
  imported === null || imported.length === 0
    ? ''
    : [
        'Imported deals, as their source claims',
        table(['stage', 'outcome', 'deals', 'value', 'begin unknown', 'end unknown'], imported.map(claimsRow)),
      ].join('\n');

const period = ({ from, to }: FunnelDto): string => {
  if (from === null && to === null) return 'all time';
  return `first entered from ${from ?? 'the beginning'} until before ${to ?? 'now'}`;
};

/** The funnel: of the deals that entered each stage, what has become of them; values per stage; imported claims apart. */
export const funnelText = (funnel: FunnelDto): string => {
  const { leads, stages, process, imported } = funnel;
  const values = stages.flatMap(valueRows);
  return [
    `Funnel of ${process}, ${period(funnel)}`,
    `Leads: ${leads.captured} captured, ${leads.mql} MQL, ${leads.sql} SQL, ${leads.prospect} prospects, ${leads.converted} converted, ${leads.disqualified} disqualified, ${leads.open} open`,
    '',
    table(stageTitles, stages.map(stageRow)),
    ...(values.length === 0 ? [] : ['', table(['stage', 'value entered', 'advanced', 'lost', 'abandoned', 'open'], values)]),
    ...[importedText(imported)].filter(Boolean).flatMap((text) => ['', text]),
  ].join('\n');
};
