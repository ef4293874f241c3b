import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { SequencedEvent } from '#eventsourcing';
import { startRelay, type Relay } from '#ledger';
import { projectionOperations, projectionRunner, type AnyProjectionTable, type ProjectionRunner, type RunnerSettings } from '#projections';
import { comparable, decodeCounters, eventually, journal, oracle, sequence, totals, type CounterFact } from '#projections/testing';
import { privateServer, testDatabase } from '../../../../test/support/postgres.ts';
import { runScript } from '../../../../test/support/script.ts';
import { PostgresEventSource } from './event-source.ts';
import { PostgresEventStore } from './event-store.ts';
import { PostgresLedger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { PostgresProjectionStore, type PostgresProjectionStoreOptions } from './projection-store.ts';

const projections: readonly AnyProjectionTable[] = [totals(), journal()];
const settings: Partial<RunnerSettings> = { batch: 50, chunk: 200, cachedRows: 20, pollMs: 20, registryMs: 50 };

const random = (below: number): number => Math.floor(Math.random() * below);

/** Facts of many cases, in a random order; by themselves or with rows that go again. */
const facts = (count: number, removing: boolean): readonly CounterFact[] =>
  Array.from({ length: count }, (_, at): CounterFact => {
    const place = { caseId: `c${random(60)}`, counter: `n${random(2)}` };
    if (removing && random(20) === 0) return { ...place, event: { type: 'CounterRemoved', data: {} } };
    if (removing && random(10) === 0) return { ...place, event: { type: 'CounterTagged', data: { tags: [`t${at}`, 'ü"\\'] } } };
    return { ...place, event: { type: 'CounterAdded', data: { amount: random(100), note: at % 3 === 0 ? `note ${at}\t測` : null } } };
  });

/** The writing side in this process, on a database that outlives what is done to the reading side. */
const writingSide = async (connectionString: string) => {
  await migrate(connectionString);
  const store = new PostgresEventStore(connectionString);
  const source = new PostgresEventSource(connectionString, { onCommitted: (listener) => store.onCommitted(listener) });
  const ledger = new PostgresLedger(connectionString, { watchEvery: 20 });
  const projectionStore = new PostgresProjectionStore(connectionString);
  const client = new pg.Pool({ connectionString, max: 3 });
  client.on('error', () => undefined);
  const relay: Relay = startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID() });
  const operations = projectionOperations({ ledger, store: projectionStore, decode: decodeCounters, projections });
  const written: SequencedEvent[] = [];
  const append = async (more: readonly CounterFact[]): Promise<void> => {
    for (const event of sequence(more, written)) {
      const { outcome } = await store.append([event]);
      if (outcome !== 'committed') throw new Error(`an append ended as ${outcome}`);
      written.push(event);
    }
  };
  const caughtUp = (name: string): Promise<unknown> =>
    eventually(
      `${name} has caught up`,
      async () => {
        const status = (await operations.status()).find(({ projection, live }) => projection === name && live);
        return status?.position === written.length;
      },
      60_000,
    );
  const close = async (): Promise<void> => {
    await relay.stop();
    await Promise.all([store.close(), source.close(), ledger.close(), projectionStore.close(), client.end()]);
  };
  return { connectionString, ledger, projectionStore, client, operations, written, append, caughtUp, close };
};

type World = Awaited<ReturnType<typeof writingSide>>;

const liveBuild = async ({ ledger, projectionStore }: World, definition: AnyProjectionTable) => {
  const { ledgerId } = await ledger.head();
  const record = (await projectionStore.builds(ledgerId)).find(
    ({ projection, state }) => projection === definition.projection.name && state === 'live',
  )!;
  return { projection: record.projection, version: record.version, build: record.build, definition };
};

/** Every row that is there, as rows have them, found by the views that readers use. */
const liveRows = async (world: World, definition: AnyProjectionTable): Promise<readonly object[]> => {
  const keys = definition.table.primaryKey.map((column) => `"${column}"`).join(', ');
  const { rows } = await world.client.query<unknown[]>({ text: `select ${keys} from read.${definition.table.name}`, rowMode: 'array' });
  const build = await liveBuild(world, definition);
  const found = await world.projectionStore.load(
    build,
    rows.map(
      ([caseId, part]) => [caseId as string, typeof part === 'string' && /^\d+$/.test(part) ? Number(part) : (part as string)] as const,
    ),
  );
  return comparable(definition, found as readonly object[]);
};

const expectFold = async (world: World, some = projections): Promise<void> => {
  for (const definition of some) {
    await world.caughtUp(definition.projection.name);
    // The ledger's order is the relay's; the fold is over that.
    const events = await world.ledger.read(0, world.written.length);
    expect(await liveRows(world, definition)).toEqual(oracle(definition, events, decodeCounters));
  }
};

const started = async (
  world: World,
  some: Partial<RunnerSettings> = {},
  options: PostgresProjectionStoreOptions = {},
): Promise<{ runner: ProjectionRunner; stop: () => Promise<void> }> => {
  const ledger = new PostgresLedger(world.connectionString, { watchEvery: 20 });
  const store = new PostgresProjectionStore(world.connectionString, options);
  const runner = projectionRunner({ ledger, store, decode: decodeCounters, projections, settings: { ...settings, ...some } });
  await runner.start();
  const stop = async (): Promise<void> => {
    await runner.stop();
    await Promise.all([ledger.close(), store.close()]);
  };
  return { runner, stop };
};

const childOn = (world: World, some: Partial<RunnerSettings> = {}) =>
  runScript(new URL('../../../../test/support/project-counters.ts', import.meta.url), [
    world.connectionString,
    JSON.stringify({ ...settings, ...some }),
  ]);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('projections on Postgres', () => {
  let world: World;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    const database = await testDatabase();
    drop = database.drop;
    world = await writingSide(database.connectionString);
  });

  afterEach(async () => {
    await world.close();
    await drop();
  });

  it('equal the fold of the log however often their process is killed (I8)', async () => {
    for (let kills = 0; kills < 6; kills += 1) {
      const child = childOn(world);
      await child.nextLine();
      const load = world.append(facts(200, true));
      await pause(random(600));
      child.process.kill('SIGKILL');
      await child.ended;
      await load;
    }
    const last = await started(world);
    await expectFold(world);
    await last.stop();
  }, 120_000);

  it('equal the fold of the log however often their connections are cut (I8)', async () => {
    // Small batches, and all of them by COPY: many transactions of several statements each, to be cut anywhere.
    const { stop } = await started(world, { batch: 5 }, { applicationName: 'to be cut', copyFrom: 1 });
    const load = (async () => {
      for (let part = 0; part < 30; part += 1) await world.append(facts(50, true));
    })();
    for (let cuts = 0; cuts < 60; cuts += 1) {
      await pause(random(40));
      await world.client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be cut' and state <> 'idle'`,
      );
    }
    await load;
    await expectFold(world);
    await stop();
    expect(await world.operations.parked()).toEqual([]);
  }, 120_000);

  it('fold nothing twice when two processes work on them', async () => {
    const both = await Promise.all([started(world), started(world, { batch: 30 })]);
    for (let part = 0; part < 10; part += 1) await world.append(facts(60, true));
    await expectFold(world);
    for (const { stop } of both) await stop();
  }, 60_000);

  it('are built anew under writes and kills, and readers see only whole models, never an older one (I9)', async () => {
    const first = await started(world);
    await world.append(facts(600, false));
    await first.runner.ready();
    await world.caughtUp('counter-totals');
    await first.stop();

    let writing = true;
    const seen = { polls: 0, last: 0 };
    const load = (async () => {
      while (writing) await world.append(facts(20, false));
    })();
    const reading = (async () => {
      while (writing) {
        const { rows } = await world.client.query<{ position: string; events: string }>(`
          select (select position from read.checkpoints where projection = 'counter-totals') as position,
            (select coalesce(sum(events), 0) from read.counter_totals) as events`);
        const position = Number(rows[0]!.position);
        // Each event adds one, so that the sum tells which events are in the rows.
        expect(Number(rows[0]!.events)).toBe(position);
        expect(position).toBeGreaterThanOrEqual(seen.last);
        seen.last = position;
        seen.polls += 1;
      }
    })();

    const rebuilt: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const ordered = await world.operations.rebuild('counter-totals');
      if (ordered.kind !== 'ordered') throw new Error(ordered.kind);
      for (let kills = 0; kills < 2; kills += 1) {
        const child = childOn(world, { chunk: 100 });
        await child.nextLine();
        await pause(random(150));
        child.process.kill('SIGKILL');
        await child.ended;
      }
      const child = childOn(world, { chunk: 100 });
      expect(await world.operations.follow(ordered.build, () => undefined)).toBe('live');
      rebuilt.push(ordered.build.build);
      child.process.kill('SIGKILL');
      await child.ended;
    }
    writing = false;
    await Promise.all([load, reading]);
    expect(rebuilt).toEqual([2, 3]);
    expect(seen.polls).toBeGreaterThan(20);
    const last = await started(world);
    await expectFold(world);

    // Lets the former build catch up, so that both are at one index.
    const before = await liveBuild(world, projections[0]!);
    const back = await world.operations.rollback('counter-totals');
    if (back.kind !== 'ordered') throw new Error(back.kind);
    expect(await world.operations.follow(back.build, () => undefined)).toBe('live');
    await last.stop();
    const tableOf = ({ build }: { build: number }) => `counter_totals_v1_b${build}.counter_totals`;
    const checksum = async (table: string) =>
      (await world.client.query<{ sum: string }>(`select md5(string_agg(t::text, ',' order by case_id, counter)) as sum from ${table} t`))
        .rows[0]!.sum;
    expect(back.build.build).not.toBe(before.build);
    expect(await checksum(tableOf(back.build))).toBe(await checksum(tableOf(before)));
  }, 240_000);

  it('hold back the case whose row the database refuses, and no other; its operator lets it go (I10)', async () => {
    const { stop } = await started(world);
    await world.append(facts(100, false));
    const bad = (note: string | null): CounterFact => ({ caseId: 'bad', event: { type: 'CounterAdded', data: { amount: 1, note } } });
    await world.append([bad('fine'), bad('nul \u0000'), bad(null), ...facts(100, false), bad(null)]);
    for (const { projection } of projections) await world.caughtUp(projection.name);
    const parked = await world.operations.parked();
    expect(
      parked.map(({ projection, caseId, heldBack, error }) => [projection, caseId, heldBack, /^22.*(Unicode|0x00)/.test(error)]).sort(),
    ).toEqual([
      ['counter-journal', 'bad', 3, true],
      ['counter-totals', 'bad', 3, true],
    ]);
    const events = await world.ledger.read(0, world.written.length);
    const fromIndex = parked[0]!.fromIndex;
    const others = events.filter(({ caseId, index }) => caseId !== 'bad' || index < fromIndex);
    for (const definition of projections) expect(await liveRows(world, definition)).toEqual(oracle(definition, others, decodeCounters));
    expect(await world.operations.retry('counter-totals', 'bad')).toMatchObject({ kind: 'stillParked', parked: { fromIndex } });
    const order = { operator: 'ops', reason: 'sent in error' };
    for (const { projection } of projections)
      expect(await world.operations.discard(projection.name, 'bad', order)).toEqual({ kind: 'released' });
    await world.append([bad(null)]);
    await world.caughtUp('counter-totals');
    await world.caughtUp('counter-journal');
    const without = (await world.ledger.read(0, world.written.length)).filter(({ index }) => index !== fromIndex);
    for (const definition of projections) expect(await liveRows(world, definition)).toEqual(oracle(definition, without, decodeCounters));
    const { rows } = await world.client.query(
      `select projection, case_id, at_index::int, operator, reason from dealtrail.discarded order by 1`,
    );
    expect(rows).toMatchObject([
      { projection: 'counter-journal', case_id: 'bad', at_index: fromIndex, ...order },
      { projection: 'counter-totals', case_id: 'bad', at_index: fromIndex, ...order },
    ]);
    await stop();
  }, 60_000);

  it('go live with their further views, which follow a new build', async () => {
    const { runner, stop } = await started(world);
    await world.append(facts(30, false));
    await runner.ready();
    await world.caughtUp('counter-totals');
    const counted = async () =>
      (
        await world.client.query<{ odd: string; all: string }>(
          `select (select count(*) from read.odd_counters) as odd, (select count(*) filter (where odd) from read.counter_totals) as all`,
        )
      ).rows[0]!;
    const first = await counted();
    expect(first.odd).toBe(first.all);
    // Somebody's own view must survive the swap.
    await world.client.query('create view public.mine as select count(*) as n from read.counter_totals');
    const ordered = await world.operations.rebuild('counter-totals');
    if (ordered.kind !== 'ordered') throw new Error(ordered.kind);
    expect(await world.operations.follow(ordered.build, () => undefined)).toBe('live');
    await world.append(facts(30, false));
    await world.caughtUp('counter-totals');
    const { rows } = await world.client.query<{ n: string; all: string }>(
      `select n, (select count(*) from read.counter_totals) as all from public.mine`,
    );
    expect(rows[0]!.n).toBe(rows[0]!.all);
    await stop();
  }, 60_000);
});

describe('projections on a Postgres that crashes', () => {
  it('equal the fold of the log: rows and checkpoint are lost together or not at all (I8)', async () => {
    const server = await privateServer();
    const world = await writingSide(server.connectionString);
    const { stop } = await started(world);
    for (let crashes = 0; crashes < 3; crashes += 1) {
      await world.append(facts(200, true));
      await pause(random(100));
      await server.kill('SIGQUIT');
      await server.restart();
    }
    await world.append(facts(50, true));
    await expectFold(world);
    await stop();
    await world.close();
    await server.stop();
  }, 180_000);
});
