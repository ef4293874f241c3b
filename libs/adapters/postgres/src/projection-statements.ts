import type { RowKey } from '#eventsourcing';
import { propertyOf, type Build, type Change, type RowChanges } from '#projections';
import { readExpression, rowsAsJson } from './projection-rows.ts';
import { propertiesOf, quoted, tableOf, type Property } from './projection-tables.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Which checkpoint of a build a change moves. */
export interface ChangePlace {
  readonly ledgerId: string;
  readonly partition: number;
}

/** The SQL of one build's table. */
export interface TableSql {
  readonly table: string;
  readonly properties: readonly Property[];
  readonly columns: string;
  readonly appendOnly: boolean;
  /** Selects rows by key: `at`, then the columns. Parameters: one array for each part of the key. */
  readonly load: string;
  /** `r`: a parameter of rows as JSON. */
  readonly recordset: (parameter: string) => string;
  readonly onConflict: string;
  /** `k`: one array parameter for each part of the key. */
  readonly keys: (parameters: readonly string[]) => string;
  readonly keyMatch: string;
}

export const tableSql = (build: Build): TableSql => {
  const { table: shape, projection } = build.definition;
  const properties = propertiesOf(shape);
  const table = tableOf(build);
  const columns = shape.columns.map(({ name }) => quoted(name)).join(', ');
  const keyTypes = shape.primaryKey.map((name) => shape.columns.find((column) => column.name === name)!.type);
  const keys = (parameters: readonly string[]): string =>
    `unnest(${keyTypes.map((type, at) => `${parameters[at]}::${type}[]`).join(', ')}) with ordinality as k(${keyTypes.map((_, at) => `k${at}`).join(', ')}, at)`;
  const keyMatch = shape.primaryKey.map((name, at) => `t.${quoted(name)} = k.k${at}`).join(' and ');
  const others = shape.columns.filter(({ name }) => !shape.primaryKey.includes(name)).map(({ name }) => quoted(name));
  const update = others.length > 0 ? `update set ${others.map((name) => `${name} = excluded.${name}`).join(', ')}` : 'nothing';
  const parameters = keyTypes.map((_, at) => `$${at + 1}`);
  return {
    table,
    properties,
    columns,
    appendOnly: projection.appendOnly ?? false,
    load: `select k.at::int, ${properties.map(readExpression).join(', ')} from ${keys(parameters)} join ${table} t on ${keyMatch}`,
    recordset: (parameter) =>
      `select ${properties.map(({ property }) => `r.${quoted(property)}`).join(', ')} from json_to_recordset(${parameter}::json) as r(${properties
        .map(({ property, type }) => `${quoted(property)} ${type}`)
        .join(', ')})`,
    // A row that is written once must not be there: to write over it would hide a mistake.
    onConflict: projection.appendOnly ? '' : ` on conflict (${shape.primaryKey.map(quoted).join(', ')}) do ${update}`,
    keys,
    keyMatch,
  };
};

export const keyOf = ({ definition }: Build, row: object): RowKey =>
  definition.table.primaryKey.map((name) => (row as Readonly<Record<string, unknown>>)[propertyOf(name)]) as unknown as RowKey;

/** One array for each part of the keys. */
export const keyColumns = (build: Build, keys: readonly RowKey[]): readonly unknown[] =>
  build.definition.table.primaryKey.map((_, at) => keys.map((key) => key[at]));

export const loadStatement = (build: Build, sql: TableSql, keys: readonly RowKey[]): Statement => ({
  text: sql.load,
  values: keyColumns(build, keys),
});

/** Collects the parts of a statement with their parameters. */
const composer = () => {
  const values: unknown[] = [];
  const parts: string[] = [];
  return {
    values,
    parts,
    parameter: (value: unknown): string => `$${values.push(value)}`,
    add: (name: string, text: string): void => void parts.push(`${name} as (${text})`),
  };
};

type Composer = ReturnType<typeof composer>;

const addRows = (compose: Composer, build: Build, sql: TableSql, { fresh, changed, gone }: RowChanges, only: string): void => {
  const rows = changed.length > 0 ? [...fresh, ...changed] : fresh;
  if (rows.length > 0) {
    const json = compose.parameter(rowsAsJson(rows, sql.properties));
    compose.add('written', `insert into ${sql.table} (${sql.columns}) ${sql.recordset(json)} where ${only}${sql.onConflict}`);
  }
  if (gone.length > 0) {
    const keys = sql.keys(keyColumns(build, gone).map((column) => compose.parameter(column)));
    compose.add('deleted', `delete from ${sql.table} t using ${keys} where ${sql.keyMatch} and ${only}`);
  }
};

const buildColumns = 'projection, version, build, ledger_id, partition';

const addParked = (compose: Composer, id: string, { parked, heldBack, released, discarded }: Change, only: string): void => {
  const rows = (name: string, items: readonly unknown[], columns: string): string =>
    `json_to_recordset(${compose.parameter(JSON.stringify(items))}::json) as ${name}(${columns})`;
  if (parked.length > 0)
    compose.add(
      'parking',
      `insert into dealtrail.parked as p (${buildColumns}, case_id, from_index, error, held_back, recorded_at)
       select ${id}, n."caseId", n."fromIndex", n.error, n."heldBack", n."recordedAt"
       from ${rows('n', parked, '"caseId" text, "fromIndex" bigint, error text, "heldBack" bigint, "recordedAt" timestamptz')} where ${only}
       on conflict (${buildColumns}, case_id) do update set from_index = excluded.from_index, error = excluded.error,
         held_back = excluded.held_back, recorded_at = excluded.recorded_at, attempts = p.attempts + 1`,
    );
  const ofBuild = `(p.projection, p.version, p.build, p.ledger_id, p.partition) = (${id})`;
  if (heldBack.size > 0)
    compose.add(
      'holding',
      `update dealtrail.parked p set held_back = p.held_back + n.events
       from ${rows(
         'n',
         [...heldBack].map(([caseId, events]) => ({ caseId, events })),
         '"caseId" text, events bigint',
       )}
       where ${ofBuild} and p.case_id = n."caseId" and ${only}`,
    );
  if (released.length > 0)
    compose.add(
      'releasing',
      `delete from dealtrail.parked p where ${ofBuild} and p.case_id = any(${compose.parameter(released)}::text[]) and ${only}`,
    );
  if (discarded.length > 0)
    compose.add(
      'discarding',
      `insert into dealtrail.discarded (${buildColumns}, case_id, at_index, error, operator, reason)
       select ${id}, n."caseId", n.index, n.error, n.operator, n.reason
       from ${rows('n', discarded, '"caseId" text, index bigint, error text, operator text, reason text')} where ${only}`,
    );
};

/**
 * A whole change in one statement, so that it is one transaction and one round trip: the slice's checkpoint moves if it is where it should be,
 * and everything else happens only if it moved. Returns the new turn, or no row.
 *
 * `synchronous_commit` is off for it: a crash of the server may undo the last moments, but undoes rows and checkpoint together, and what
 * is undone is folded again from the ledger, whose own commits came earlier in the same log and so survive whenever these do.
 */
export const changeStatement = (
  build: Build,
  sql: TableSql,
  { ledgerId, partition }: ChangePlace,
  change: Change,
  evenIfPaused: boolean,
): Statement => {
  const compose = composer();
  const { from, to } = change;
  const id = [
    `${compose.parameter(build.projection)}::text`,
    `${compose.parameter(build.version)}::int`,
    `${compose.parameter(build.build)}::int`,
    `${compose.parameter(ledgerId)}::text`,
    `${compose.parameter(partition)}::int`,
  ].join(', ');
  compose.add(
    'moved',
    `update dealtrail.projection_checkpoints
     set position = ${compose.parameter(to.position)}, leaf = ${compose.parameter(to.leaf ?? null)}, turn = turn + 1, updated_at = now()
     where (${buildColumns}) = (${id}) and position = ${compose.parameter(from.position)} and turn = ${compose.parameter(from.turn)}
     ${evenIfPaused ? '' : 'and not paused'}
     returning turn`,
  );
  const only = 'exists (select from moved)';
  addRows(compose, build, sql, change.rows, only);
  addParked(compose, id, change, only);
  return {
    text: `with ${compose.parts.join(',\n')}\nselect turn, set_config('synchronous_commit', 'off', true) from moved`,
    values: compose.values,
  };
};

/** The rows alone. */
export const rowsStatement = (build: Build, sql: TableSql, rows: RowChanges): Statement | undefined => {
  const compose = composer();
  addRows(compose, build, sql, rows, 'true');
  return compose.parts.length > 0 ? { text: `with ${compose.parts.join(',\n')}\nselect`, values: compose.values } : undefined;
};
