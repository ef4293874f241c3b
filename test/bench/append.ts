import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { EventStore, StoredEvent } from '#eventsourcing';
import { migrate, PostgresEventStore } from '#postgres';
import { clients, eventsIn, play, workload, type Workload } from './append-workload.ts';
import { alternate, rate, type Bench, type BenchOptions, type Measurement } from './measure.ts';

interface Side {
  /** Empties its tables; not timed. */
  prepare(): Promise<void>;
  append(events: readonly StoredEvent[], client: number): Promise<void>;
  close(): Promise<void>;
}

const committed = async (store: EventStore, events: readonly StoredEvent[]): Promise<void> => {
  const { outcome } = await store.append(events);
  if (outcome !== 'committed') throw new Error(`an append of the bench ended as ${outcome}`);
};

const admin = async <T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const through = async (connectionString: string): Promise<Side> => {
  await migrate(connectionString);
  const store = new PostgresEventStore(connectionString);
  return {
    prepare: () => admin(connectionString, async (client) => void (await client.query('truncate dealtrail.events'))),
    append: (events) => committed(store, events),
    close: () => store.close(),
  };
};

/** Same columns, same defaults, same indexes, same settings as ours. */
const plainTable = `
  create schema plain;
  create table plain.events (like dealtrail.events including all);`;

const plainInsert = (rows: number): string => {
  const row = (at: number): string => `(${[1, 2, 3, 4, 5, 6].map((column) => `$${6 * at + column}`).join(', ')})`;
  const values = Array.from({ length: rows }, (_, at) => row(at));
  return `insert into plain.events (stream, revision, case_id, entry, data, sealed) values ${values.join(', ')}`;
};

/** What anyone would write with pg and care: a connection for each client, a prepared statement, bytes sent as bytes. */
const plainly = async (connectionString: string): Promise<Side> => {
  await migrate(connectionString);
  await admin(connectionString, (client) => client.query(plainTable));
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString });
      await client.connect();
      return client;
    }),
  );
  const statements = new Map([1, 10].map((rows) => [rows, plainInsert(rows)]));
  return {
    prepare: () => admin(connectionString, async (client) => void (await client.query('truncate plain.events'))),
    append: async (events, client) => {
      const text = statements.get(events.length) ?? '';
      const values = events.flatMap(({ stream, revision, caseId, entry, data }) => [stream, revision, caseId, entry, data, null]);
      await connections[client]?.query({ name: `insert ${events.length}`, text, values });
    },
    close: async () => void (await Promise.all(connections.map((client) => client.end()))),
  };
};

/** The little of emmett's interface that is used here. */
interface Emmett {
  getPostgreSQLEventStore(
    connectionString: string,
    options: object,
  ): {
    appendToStream(stream: string, events: readonly object[], options: object): Promise<unknown>;
    schema: { migrate(): Promise<unknown>; dangerous: { truncate(): Promise<unknown> } };
    close(): Promise<void>;
  };
}

/** A package of its own, so that the product does not depend on it. */
const loadEmmett = async (): Promise<Emmett> => {
  const folder = join(process.cwd(), 'test/bench/emmett');
  const entry = join(folder, 'node_modules/@event-driven-io/emmett-postgresql/dist/index.js');
  if (!existsSync(entry))
    execFileSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return (await import(pathToFileURL(entry).href)) as Emmett;
};

/** Emmett stores JSON: it gets the same facts as objects, made ahead. */
const emmettEvents = (load: Workload): Map<StoredEvent, object> =>
  new Map(
    load.flat(2).map((event) => {
      const { type, ...metadata } = JSON.parse(event.entry.toString()) as { type: string };
      return [event, { type, data: JSON.parse(event.data.toString()) as object, metadata }];
    }),
  );

const throughEmmett = async (connectionString: string): Promise<Side & { translate(load: Workload): void }> => {
  const { getPostgreSQLEventStore } = await loadEmmett();
  const pool = new pg.Pool({ connectionString, max: clients });
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool }, schema: { autoMigration: 'None' } });
  await store.schema.migrate();
  let translated = new Map<StoredEvent, object>();
  return {
    prepare: async () => void (await store.schema.dangerous.truncate()),
    translate: (load) => void (translated = emmettEvents(load)),
    append: async (events) => {
      const [first] = events;
      const expectedStreamVersion = first?.revision ? BigInt(first.revision) : 'STREAM_DOES_NOT_EXIST';
      await store.appendToStream(
        first?.stream ?? '',
        events.map((event) => translated.get(event) ?? {}),
        { expectedStreamVersion },
      );
    },
    close: async () => {
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
};

const roundsOf = ({ quick }: BenchOptions): number => (quick ? 3 : 7);

const appendsOf = (size: number, { quick }: BenchOptions): number => {
  const full = size === 1 ? 32_000 : 4_800;
  return quick ? full / 4 : full;
};

/** A checkpoint beforehand, so that none of one side's falls into the other's time. */
const timed = async (side: Side, load: Workload, { connectionString }: BenchOptions): Promise<number> => {
  await side.prepare();
  await admin(connectionString, (client) => client.query('checkpoint'));
  return rate(eventsIn(load), () => play(load, (events, client) => side.append(events, client)));
};

const againstPlain = (name: string, size: number, target: number): Bench => ({
  name,
  run: async (options): Promise<Measurement> => {
    const ours = await through(options.connectionString);
    const plain = await plainly(options.connectionString);
    const load = workload(appendsOf(size, options), size);
    const measured = await alternate(
      roundsOf(options),
      () => timed(ours, load, options),
      () => timed(plain, load, options),
    );
    await Promise.all([ours.close(), plain.close()]);
    return { name, unit: 'events/s', target, ...measured };
  },
});

const againstEmmett = (name: string, size: number, target: number): Bench => ({
  name,
  run: async (options): Promise<Measurement> => {
    const ours = await through(options.connectionString);
    const emmett = await throughEmmett(options.connectionString);
    const load = workload(appendsOf(size, options), size);
    emmett.translate(load);
    const measured = await alternate(
      roundsOf(options),
      () => timed(ours, load, options),
      () => timed(emmett, load, options),
    );
    await Promise.all([ours.close(), emmett.close()]);
    return { name, unit: 'events/s', target, ...measured };
  },
});

/** Rows like those of the workload, in streams of thirty, made by the server. */
const seed = (events: number): string => `
  insert into dealtrail.events (stream, revision, case_id, entry, data)
  select 'opportunity-' || id, revision, 'case-' || id,
         decode(repeat(md5(id || revision), 25), 'hex') || decode(repeat(md5(revision || id), 25), 'hex'), decode(repeat(md5(id || revision), 16), 'hex')
  from (select gen_random_uuid()::text as id from generate_series(1, ${Math.ceil(events / 30)})) as streams, generate_series(0, 29) as revision`;

const withDatabase = async <T>(server: string, name: string, work: (connectionString: string) => Promise<T>): Promise<T> => {
  const address = new URL(server);
  address.pathname = `/${name}`;
  const drop = `drop database if exists ${name} with (force)`;
  await admin(server, (client) => client.query(drop));
  await admin(server, (client) => client.query(`create database ${name} template template0`));
  try {
    return await work(address.href);
  } finally {
    await admin(server, (client) => client.query(drop));
  }
};

const seeded = async (connectionString: string, events: number): Promise<void> =>
  admin(connectionString, async (client) => {
    await client.query('truncate dealtrail.events');
    for (let left = events; left > 0; left -= 100_000) await client.query(seed(Math.min(left, 100_000)));
    await client.query('vacuum (analyze, freeze) dealtrail.events');
  });

/** The rate must not fall as the log grows: two databases, the same appends to both. */
const byLogSize: Bench = {
  name: 'append.1M',
  run: (options) =>
    withDatabase(options.connectionString, 'bench_append_large', (large) =>
      withDatabase(options.connectionString, 'bench_append_small', async (small) => {
        const [full, sparse] = [await through(large), await through(small)];
        const size = options.quick ? 200_000 : 1_000_000;
        options.log(`seeding ${size} events`);
        await seeded(large, size);
        // Each round brings new streams: those of the round before are still there in the large log.
        const rounds = new Map<number, Workload>();
        const load = (round: number): Workload => rounds.get(round) ?? workload(appendsOf(1, options), 1);
        const side = async (which: Side, prepare: () => Promise<void>, round: number): Promise<number> => {
          if (!rounds.has(round)) rounds.clear();
          rounds.set(round, load(round));
          return timed({ ...which, prepare }, load(round), options);
        };
        const measured = await alternate(
          roundsOf(options),
          (round) => side(full, async () => undefined, round),
          (round) => side(sparse, () => seeded(small, 10_000), round),
        );
        await Promise.all([full.close(), sparse.close()]);
        const note = options.quick ? `${size} events instead of a million` : undefined;
        return { name: 'append.1M', unit: 'events/s', target: 0.9, ...measured, ...(note && { note }) };
      }),
    ),
};

/** Appending, through the store's port. */
export const appendBenches: readonly Bench[] = [
  againstPlain('append.1', 1, 1.5),
  againstPlain('append.10', 10, 0.9),
  againstEmmett('append.1.emmett', 1, 1.5),
  againstEmmett('append.10.emmett', 10, 1.5),
  byLogSize,
];
