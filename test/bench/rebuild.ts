import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { catalogue, ledgerDecoder } from '#event-contracts';
import { startRelay } from '#ledger';
import { migrate, PostgresEventSource, PostgresEventStore, PostgresLedger, PostgresProjectionStore } from '#postgres';
import { projectionRunner } from '#projections';
import { readModels } from '../../apps/common/src/read-models.ts';
import { alternate, rate, type Bench, type BenchOptions, type Measurement } from './measure.ts';
import { appendAll, salesLog } from './sales-log.ts';

/** Enough that the fixed costs of a rebuild, some dozen statements of DDL, do not count. */
const eventsOf = ({ quick }: BenchOptions): number => (quick ? 40_000 : 150_000);
const roundsOf = ({ quick }: BenchOptions): number => (quick ? 3 : 5);

const CHUNK = 10_000;

const prepareLog = async ({ connectionString, log }: BenchOptions, events: number): Promise<void> => {
  await migrate(connectionString);
  const store = new PostgresEventStore(connectionString);
  const source = new PostgresEventSource(connectionString, {});
  const ledger = new PostgresLedger(connectionString);
  await appendAll(store, salesLog(events));
  const relay = startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID() });
  while ((await ledger.head()).size < events) await new Promise((resolve) => setTimeout(resolve, 20));
  await relay.stop();
  await Promise.all([store.close(), source.close(), ledger.close()]);
  log(`${events} events in the log`);
};

const withClient = async <T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const dropBuilds = (connectionString: string): Promise<void> =>
  withClient(connectionString, async (client) => {
    const { rows } = await client.query<{ table_schema: string }>('delete from dealtrail.projection_builds returning table_schema');
    for (const { table_schema } of rows) await client.query(`drop schema if exists ${table_schema} cascade`);
    await client.query('drop schema if exists baseline cascade');
    await client.query('checkpoint'); // so that none of one round's falls into the next one's time
  });

/** From no tables at all to live views. */
const rebuilt = async (connectionString: string): Promise<void> => {
  const ledger = new PostgresLedger(connectionString);
  const store = new PostgresProjectionStore(connectionString);
  const runner = projectionRunner({ ledger, store, decode: ledgerDecoder(catalogue), projections: readModels });
  await runner.start();
  await runner.ready();
  await runner.stop();
  await Promise.all([ledger.close(), store.close()]);
};

/** A table as the rebuild leaves it: what it takes to make it, and its rows as COPY has them. */
interface Copied {
  readonly name: string;
  readonly source: string;
  readonly indexes: readonly string[];
  readonly rows: number;
  /** Some thousand rows each; bytes, so that they are no burden to the other side's memory. */
  readonly chunks: readonly Buffer[];
}

const NEWLINE = 10;

const rowsOf = async (client: pg.Client, table: string): Promise<Pick<Copied, 'rows' | 'chunks'>> => {
  const parts: Buffer[] = [];
  for await (const part of client.query(copyTo(`copy ${table} to stdout`)) as AsyncIterable<Buffer>) parts.push(part);
  const all = Buffer.concat(parts);
  const chunks: Buffer[] = [];
  let [rows, start] = [0, 0];
  for (let end = all.indexOf(NEWLINE) + 1; end > 0; end = all.indexOf(NEWLINE, end) + 1) {
    rows += 1;
    if (rows % CHUNK !== 0 && end < all.length) continue;
    chunks.push(all.subarray(start, end));
    start = end;
  }
  return { rows, chunks };
};

const copiedTables = (connectionString: string): Promise<readonly Copied[]> =>
  withClient(connectionString, async (client) => {
    const { rows } = await client.query<{ schema: string; name: string; indexes: string[] }>(`
      select b.table_schema as schema, c.relname as name, array(
        select replace(indexdef, b.table_schema || '.', 'baseline.') from pg_indexes i
        where i.schemaname = b.table_schema and i.tablename = c.relname and i.indexname <> c.relname || '_pkey') as indexes
      from dealtrail.projection_builds b join pg_class c on c.relnamespace = to_regnamespace(b.table_schema) and c.relkind = 'r'
      where b.state = 'live'`);
    const tables: Copied[] = [];
    for (const { schema, name, indexes } of rows)
      tables.push({ name, indexes, source: `${schema}.${name}`, ...(await rowsOf(client, `${schema}.${name}`)) });
    return tables;
  });

const definition = async (connectionString: string, tables: readonly Copied[]): Promise<void> =>
  withClient(connectionString, async (client) => {
    await client.query('create schema shape');
    for (const { name, source } of tables)
      await client.query(
        `create table shape.${name} (like ${source} including defaults including constraints); alter table shape.${name} add primary key (${await keyOf(client, source)})`,
      );
  });

const keyOf = async (client: pg.Client, table: string): Promise<string> => {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(a.attname), ', ' order by k.at) as columns
     from pg_index i cross join unnest(i.indkey) with ordinality k(number, at) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
     where i.indrelid = $1::regclass and i.indisprimary`,
    [table],
  );
  return rows[0]!.columns;
};

/** Reads and parses the log once. */
const parsed = async (ledger: PostgresLedger, events: number): Promise<void> => {
  let read = 0;
  let bytes = 0;
  for await (const batch of ledger.stream(0, events))
    for (const { entry, data } of batch) {
      const envelope = JSON.parse(entry.toString('utf8')) as { type: string };
      const fields = JSON.parse(data.toString('utf8')) as object;
      bytes += envelope.type.length + Object.keys(fields).length;
      read += 1;
    }
  if (read !== events || bytes === 0) throw new Error(`the baseline read ${read} events of ${events}`);
};

const copied = async (connectionString: string, { name, indexes, chunks }: Copied): Promise<void> =>
  withClient(connectionString, async (client) => {
    await client.query(`create table baseline.${name} (like shape.${name} including all)`);
    for (const chunk of chunks) {
      const copy = client.query(copyFrom(`copy baseline.${name} from stdin`));
      copy.end(chunk);
      await once(copy, 'finish');
    }
    for (const index of indexes) await client.query(index);
    await client.query(`analyze baseline.${name}`);
  });

/** All at the same time, as a program would that has rows at hand: reading and parsing, and a connection for each table. */
const plain = async (connectionString: string, tables: readonly Copied[], events: number): Promise<void> => {
  await withClient(connectionString, (client) => client.query('create schema baseline'));
  const ledger = new PostgresLedger(connectionString);
  await Promise.all([parsed(ledger, events), ...tables.map((table) => copied(connectionString, table))]);
  await ledger.close();
};

const rebuild: Bench = {
  name: 'rebuild',
  run: async (options): Promise<Measurement> => {
    const { connectionString, log } = options;
    const events = eventsOf(options);
    await prepareLog(options, events);
    await rebuilt(connectionString);
    const tables = await copiedTables(connectionString);
    await definition(connectionString, tables);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const measured = await alternate(
      roundsOf(options),
      async () => {
        await dropBuilds(connectionString);
        const ours = await rate(events, () => rebuilt(connectionString));
        log(`rebuild ${Math.round(ours)}/s`);
        return ours;
      },
      async () => {
        await dropBuilds(connectionString);
        const theirs = await rate(events, () => plain(connectionString, tables, events));
        log(`read, parse and COPY ${Math.round(theirs)}/s`);
        return theirs;
      },
    );
    const note = `${events} events through ${readModels.length} projections into ${rows} rows`;
    return { name: 'rebuild', unit: 'events/s', target: 0.6, note, ...measured };
  },
};

export const rebuildBenches: readonly Bench[] = [rebuild];
