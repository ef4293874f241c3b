import type { ForecastDto, ForecastLineDto, ForecastSumsDto } from '#forecast/nest';
import { amount } from './money.ts';
import { figure, table, type Cell } from './table.ts';

const sums = (line: ForecastSumsDto, currency: string): readonly Cell[] => [
  line.openDeals,
  figure(amount(line.openMinor, currency)),
  figure(amount(line.weightedMinor, currency)),
  line.wonDeals,
  figure(amount(line.closedMinor, currency)),
  line.lostDeals,
  line.abandonedDeals,
  figure(amount(line.expectedMinor, currency)),
];

const sumTitles = ['open', 'amount', 'weighted', 'won', 'closed', 'lost', 'abandoned', 'expected'];

const plus = (one: string, other: string): string => String(BigInt(one) + BigInt(other));

const added = (one: ForecastLineDto, other: ForecastLineDto): ForecastLineDto => ({
  ...one,
  openDeals: one.openDeals + other.openDeals,
  wonDeals: one.wonDeals + other.wonDeals,
  lostDeals: one.lostDeals + other.lostDeals,
  abandonedDeals: one.abandonedDeals + other.abandonedDeals,
  openMinor: plus(one.openMinor, other.openMinor),
  weightedMinor: plus(one.weightedMinor, other.weightedMinor),
  closedMinor: plus(one.closedMinor, other.closedMinor),
  expectedMinor: plus(one.expectedMinor, other.expectedMinor),
});

const byMonth = (lines: readonly ForecastLineDto[]): readonly ForecastLineDto[] => {
  const months = new Map<string, ForecastLineDto>();
  for (const line of lines) {
    const key = `${line.month} ${line.currency}`;
    const before = months.get(key);
    months.set(key, before ? added(before, line) : line);
  }
  return [...months].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
};

/** How the forecast is shown: a line for each month, or one for each month, owner, team and category. */
export interface ForecastView {
  readonly details: boolean;
}

const linesText = ({ lines }: ForecastDto, { details }: ForecastView): string =>
  details
    ? table(
        ['month', 'owner', 'team', 'category', ...sumTitles],
        lines.map((line) => [line.month, line.ownerId, line.teamId, line.category, ...sums(line, line.currency)]),
      )
    : table(
        ['month', ...sumTitles],
        byMonth(lines).map((line) => [line.month, ...sums(line, line.currency)]),
      );

const importedLines = (imported: NonNullable<ForecastDto['imported']>): string =>
  table(
    ['month', 'won', 'lost', 'closed'],
    imported.map(({ month, wonDeals, lostDeals, closedMinor, currency }) => [
      month ?? 'unknown',
      wonDeals,
      lostDeals,
      figure(currency === null ? '–' : amount(closedMinor, currency)),
    ]),
  );

/** The forecast: what open deals are worth, the same by probability, what was closed. Imported claims apart. */
export const forecastText = (forecast: ForecastDto, view: ForecastView): string => {
  const { totals, imported } = forecast;
  return [
    'Forecast by month: open deals by their signing date, closed ones by the day they were closed',
    linesText(forecast, view),
    ...(totals.length === 0
      ? []
      : [
          '',
          table(
            ['total', ...sumTitles],
            totals.map((total) => [total.currency, ...sums(total, total.currency)]),
          ),
        ]),
    ...(imported === null || imported.length === 0 ? [] : ['', 'Imported deals, as their source claims', importedLines(imported)]),
  ].join('\n');
};
