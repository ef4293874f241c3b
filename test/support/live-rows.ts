import pg from 'pg';
import type { LedgerReader, RowKey } from '#eventsourcing';
import type { PostgresProjectionStore } from '#postgres';
import type { AnyProjectionTable } from '#projections';
import { comparable } from '#projections/testing';

export interface LiveSource {
  readonly connectionString: string;
  readonly ledger: Pick<LedgerReader, 'head'>;
  readonly store: PostgresProjectionStore;
}

const keysOf = async (connectionString: string, { table }: AnyProjectionTable): Promise<readonly RowKey[]> => {
  const columns = table.primaryKey.map((name) => `"${name}"::text`).join(', ');
  const counts = table.primaryKey.map((name) =>
    /^(integer|bigint)$/.test(table.columns.find((column) => column.name === name)?.type ?? ''),
  );
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<string[]>({ text: `select ${columns} from read."${table.name}"`, rowMode: 'array' });
  await client.end();
  return rows.map((row) => row.map((part, at) => (counts[at] ? Number(part) : part)) as unknown as RowKey);
};

/** Every row of a read model as its readers find it, to be compared with the plain fold. */
export const liveRows = async (
  { connectionString, ledger, store }: LiveSource,
  definition: AnyProjectionTable,
): Promise<readonly object[]> => {
  const { ledgerId } = await ledger.head();
  const { name } = definition.projection;
  const record = (await store.builds(ledgerId)).find(({ projection, state }) => projection === name && state === 'live');
  if (!record) throw new Error(`${name} is not live`);
  const build = { projection: name, version: record.version, build: record.build, definition };
  return comparable(definition, (await store.load(build, await keysOf(connectionString, definition))) as readonly object[]);
};
