import { readModels } from '../apps/common/src/read-models.ts';

interface ShownColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable?: boolean;
}

interface ShownView {
  readonly name: string;
  readonly meaning: string | undefined;
  readonly columns: readonly ShownColumn[];
}

/** What the program shows beside its read models, made by a migration. */
const checkpoints: ShownView = {
  name: 'checkpoints',
  meaning: 'How far each view is: it holds all of its ledger below the position.',
  columns: [
    { name: 'projection', type: 'text' },
    { name: 'version', type: 'integer' },
    { name: 'build', type: 'integer' },
    { name: 'ledger_id', type: 'text' },
    { name: 'partition', type: 'integer' },
    { name: 'position', type: 'bigint' },
  ],
};

const viewsOf = ({ table }: (typeof readModels)[number]): readonly ShownView[] => [
  { name: table.name, meaning: table.meaning, columns: table.columns.filter(({ withheld }) => !withheld) },
  ...(table.views ?? []).map(({ name, meaning, columns = {} }) => ({
    name,
    meaning,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type: String(type) })),
  })),
];

const section = ({ name, meaning, columns }: ShownView): string =>
  [
    `## ${name}`,
    '',
    ...(meaning === undefined ? [] : [meaning, '']),
    '| column | type | |',
    '|---|---|---|',
    ...columns.map((column) => `| \`${column.name}\` | ${column.type} | ${column.nullable ? 'may be absent' : ''} |`),
    '',
  ].join('\n');

/** Every view that analysts read, with its columns, as the read models declare them. */
export const analystViewsPage = (): string => {
  const views = [...readModels.flatMap(viewsOf), checkpoints].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return [
    '# Views for analysts',
    '',
    'Made from the read models by `npm run generate`. What is sealed, and what else is withheld, is not among them. How to read them: [Reading by SQL](../analysts.md).',
    '',
    ...views.map(section),
  ].join('\n');
};
