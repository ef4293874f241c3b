import type { Column, TableShape } from '#eventsourcing';
import { propertyOf, type Build, type BuildId } from '#projections';

/** The schema in which live read models are found under names that stay. */
export const READ = 'read';

/** The schema of what analysts may query: the same names, without what is withheld. */
export const ANALYST = 'analyst';

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** For example `stage_visits_v2_b3`: projection, version, build. */
export const schemaOf = ({ projection, version, build }: BuildId): string =>
  `${projection.toLowerCase().replace(/[^a-z0-9]+/g, '_')}_v${version}_b${build}`;

export const tableOf = (build: Build): string => `${quoted(schemaOf(build))}.${quoted(build.definition.table.name)}`;

const columnOf = ({ name, type, nullable }: Column, { primaryKey }: TableShape): string => {
  // Keys are looked up, never shown in a language's order.
  const collation = primaryKey.includes(name) && type === 'text' ? ' collate "C"' : '';
  return `${quoted(name)} ${type}${collation}${nullable ? '' : ' not null'}`;
};

type Index = TableShape['indexes'][number];

const indexStatement = (build: Build, { name, columns, unique }: Index): string =>
  `create ${unique ? 'unique ' : ''}index if not exists ${quoted(name)} on ${tableOf(build)} (${columns.map(quoted).join(', ')})`;

/** Logged tables, so that after a crash they are where their checkpoint says. Unique indexes are there from the start: they refuse rows, others are made when it is full. */
export const creationStatements = (build: Build): readonly string[] => {
  const { table } = build.definition;
  const columns = table.columns.map((column) => columnOf(column, table));
  return [
    `create schema ${quoted(schemaOf(build))}`,
    `create table ${tableOf(build)} (${columns.join(', ')}, primary key (${table.primaryKey.map(quoted).join(', ')}))`,
    ...table.indexes.filter(({ unique }) => unique).map((index) => indexStatement(build, index)),
  ];
};

/** What the planner knows of documents helps no query, and takes it longer to learn than all the rest. */
const told = ({ columns }: TableShape): string =>
  columns
    .filter(({ type }) => type !== 'jsonb' && type !== 'bytea')
    .map(({ name }) => quoted(name))
    .join(', ');

export const finishingStatements = (build: Build): readonly string[] => [
  ...build.definition.table.indexes.filter(({ unique }) => !unique).map((index) => indexStatement(build, index)),
  `analyze ${tableOf(build)} (${told(build.definition.table)})`,
];

export interface View {
  readonly name: string;
  readonly sql: string;
  readonly meaning?: string;
}

/** What readers see of a build once it is live. */
export const viewsOf = (build: Build): readonly View[] => {
  const { table } = build.definition;
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
  const further = (table.views ?? []).map(({ name, sql }) => ({ name, sql: sql.replaceAll('{table}', tableOf(build)) }));
  return [{ name: table.name, sql: `select ${columns} from ${tableOf(build)}` }, ...further];
};

/**
 * What analysts see of it. Further views are made of the columns that are shown, not of the table: one that used what is withheld could not be
 * made at all.
 */
export const analystViewsOf = (build: Build): readonly View[] => {
  const { name, columns, meaning, views = [] } = build.definition.table;
  const shown = columns.filter(({ withheld }) => !withheld);
  const sql = `select ${shown.map((column) => quoted(column.name)).join(', ')} from ${tableOf(build)}`;
  const whole = shown.length === columns.length;
  const from = (text: string): string =>
    whole
      ? text.replaceAll('{table}', tableOf(build))
      : `with ${quoted(name)} as not materialized (${sql}) ${text.replaceAll('{table}', quoted(name))}`;
  const told = (text: string | undefined) => (text === undefined ? {} : { meaning: text });
  return [{ name, sql, ...told(meaning) }, ...views.map((view) => ({ name: view.name, sql: from(view.sql), ...told(view.meaning) }))];
};

/** A column with the name that rows have it under. */
export type Property = Column & { readonly property: string };

export const propertiesOf = ({ columns }: TableShape): readonly Property[] =>
  columns.map((column) => ({ ...column, property: propertyOf(column.name) }));
