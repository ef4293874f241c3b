import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with CSV files as the CRM writes them. */
export interface CrmExport {
  readonly folder: string;
  /** What a right import of it comes to. */
  readonly expected: {
    readonly rows: number;
    readonly facts: number;
    readonly stages: Readonly<Record<string, number>>;
    readonly won: { readonly count: number; readonly minor: number };
    readonly rejected: readonly (readonly [row: number, reason: string])[];
  };
  /** Writes the deals again, changed. */
  rewriteDeals(change: (lines: string[]) => string[]): Promise<void>;
  remove(): Promise<void>;
}

const stageOf = (at: number): string => ['Won', 'Lost', 'Engaging', 'Won', 'Prospecting'][at % 5] ?? 'Won';

const dealLine = (at: number): string => {
  const stage = stageOf(at);
  const closed = stage === 'Won' || stage === 'Lost';
  const engaged = stage === 'Prospecting' ? '' : '20-10-16';
  const value = stage === 'Won' ? String(1000 + at) : '0';
  return [`D${at}`, `Agent ${at % 4}`, at % 7 === 0 ? 'GTXPro' : 'MG Special', at % 6 === 0 ? '' : `Account ${at % 9}`, stage, engaged]
    .concat(closed ? ['01-03-17', value] : ['', ''], ['Q4 2016', closed ? 'Q1 2017' : ''])
    .join(',');
};

const header = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value,engage_quarter,close_quarter';

/** Rows that cannot be imported, after the good ones. */
const badLines = ['D0,Agent 0,MG Special,,Won,20-10-16,01-03-17,5,Q4 2016,Q1 2017', 'X1,Agent 0,MG Special,,Maybe,,,,,', 'X2,Agent 0'];
const badReasons = ['row 1 has the same', 'no stage that the mapping knows', '2 columns where the header has 10'];

const counted = (items: readonly string[]): Record<string, number> =>
  items.reduce<Record<string, number>>((counts, item) => ({ ...counts, [item]: (counts[item] ?? 0) + 1 }), {});

/** An export of so many good deals and three bad ones, with the flaws of the real thing. */
export const crmExport = async (deals: number): Promise<CrmExport> => {
  const folder = await mkdtemp(join(tmpdir(), 'crm-export-'));
  const numbers = Array.from({ length: deals }, (_, at) => at);
  const write = (name: string, lines: readonly string[]) => writeFile(join(folder, name), lines.map((line) => `${line}\n`).join(''));
  const lines = [header, ...numbers.map(dealLine), ...badLines];
  await write('products.csv', ['product,series,sales_price', 'GTX Pro,GTX,4821', 'MG Special,MG,55']);
  await write('sales_teams.csv', ['sales_agent,manager,regional_office', ...[0, 1, 2, 3].map((at) => `Agent ${at},Boss,Central`)]);
  const accounts = Array.from({ length: 9 }, (_, at) => `Account ${at},retail,1996,1100.04,2822,Kenya,`);
  await write('accounts.csv', ['account,sector,year_established,revenue,employees,office_location,subsidiary_of', ...accounts]);
  await write('sales_pipeline.csv', lines);
  const stages = numbers.map(stageOf);
  const won = numbers.filter((at) => stageOf(at) === 'Won');
  return {
    folder,
    expected: {
      rows: deals + badLines.length,
      facts: 2 + 4 + 9 + deals + stages.filter((stage) => stage === 'Won' || stage === 'Lost').length,
      stages: counted(stages),
      won: { count: won.length, minor: won.reduce((sum, at) => sum + (1000 + at) * 100, 0) },
      rejected: badReasons.map((reason, at) => [deals + 1 + at, reason]),
    },
    rewriteDeals: (change) => write('sales_pipeline.csv', change(lines)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
