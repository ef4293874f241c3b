import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { StoreUnavailable } from '#eventsourcing';
import { freshStream, storedEvent, storedEvents } from '#eventsourcing/testing';
import { testDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { until } from './embedded/until.ts';
import { PostgresEventStore } from './event-store.ts';
import { migrate } from './migrate.ts';

const committed = { outcome: 'committed' };
const conflict = { outcome: 'conflict' };

/** Stands between a store and its server; once told to, it swallows the server's next answer and cuts the line. */
const proxyTo = async (connectionString: string) => {
  const { host, port, user, password, database } = new pg.Client({ connectionString });
  const sockets = new Set<Socket>();
  let swallow = false;
  const server: Server = createServer((near) => {
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [near, far].forEach((end) => end.destroy()));
    }
    near.on('data', (bytes) => void far.write(bytes));
    far.on('data', (bytes) => {
      if (!swallow) return void near.write(bytes);
      swallow = false;
      near.destroy();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const through = new URL(`postgres://127.0.0.1:${(server.address() as AddressInfo).port}/${database}`);
  through.username = user ?? '';
  through.password = password ?? '';
  return {
    connectionString: through.href,
    swallowNextAnswer: () => void (swallow = true),
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => void server.close(resolve));
    },
  };
};

describe('the event store on Postgres, when things go wrong', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let raw: pg.Client;
  /** Outside of any transaction, in which activity is seen as it was at first. */
  let observer: pg.Client;

  beforeEach(async () => {
    database = await testDatabase();
    await migrate(database.connectionString);
    store = new PostgresEventStore(database.connectionString);
    raw = new pg.Client({ connectionString: database.connectionString });
    observer = new pg.Client({ connectionString: database.connectionString });
    await Promise.all([raw.connect(), observer.connect()]);
  });

  afterEach(async () => {
    await Promise.all([raw.end(), observer.end()]);
    await store.close();
    await database.drop();
  });

  const insertRaw = (stream: string, revision: number): Promise<unknown> =>
    raw.query('insert into dealtrail.events (stream, revision, case_id, entry, data) values ($1, $2, $3, $4, $4)', [
      stream,
      revision,
      `case-of-${stream}`,
      Buffer.from('raw'),
    ]);

  const waiting = (): Promise<boolean> =>
    until(async () => {
      const sql = `select 1 from pg_stat_activity where application_name = 'dealtrail store' and datname = current_database() and wait_event_type = 'Lock'`;
      return (await observer.query(sql)).rowCount === 1;
    }, 20_000);

  describe('the connection dies before the answer', () => {
    it('is unknown, though it was written: the same append again conflicts', async () => {
      const proxy = await proxyTo(database.connectionString);
      const far = new PostgresEventStore(proxy.connectionString, { lanes: 1 });
      const [before, events] = [storedEvents(freshStream(), 0, 1), storedEvents(freshStream(), 0, 3)];
      expect(await far.append(before)).toEqual(committed);
      proxy.swallowNextAnswer();
      expect(await far.append(events)).toMatchObject({ outcome: 'unknown', cause: expect.any(Error) });
      expect(await far.read(events[0]?.stream ?? '')).toEqual(events);
      expect(await far.append(events)).toEqual(conflict);
      await far.close();
      await proxy.close();
    });

    it('is unknown for each that shared the commit', async () => {
      const proxy = await proxyTo(database.connectionString);
      const far = new PostgresEventStore(proxy.connectionString, { lanes: 1 });
      await far.append(storedEvents(freshStream(), 0, 1));
      proxy.swallowNextAnswer();
      const outcomes = await Promise.all([1, 2, 3].map(() => far.append(storedEvents(freshStream(), 0, 1))));
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown']);
      await far.close();
      await proxy.close();
    });

    it('is unknown, though it was not written: the same append again commits', async () => {
      const events = storedEvents(freshStream(), 0, 2);
      await store.append(storedEvents(freshStream(), 0, 1));
      await raw.query('begin');
      await raw.query('lock table dealtrail.events in share mode');
      const appending = store.append(events);
      expect(await waiting()).toBe(true);
      await raw.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dealtrail store' and datname = current_database()`,
      );
      expect(await appending).toMatchObject({ outcome: 'unknown' });
      await raw.query('commit');
      expect(await store.read(events[0]?.stream ?? '')).toEqual([]);
      expect(await store.append(events)).toEqual(committed);
    });
  });

  describe('another process writes the same revision at the same moment', () => {
    it('conflicts alone, though it shared a batch', async () => {
      const [taken, free] = [freshStream(), freshStream()];
      await raw.query('begin');
      await insertRaw(taken, 0);
      const both = Promise.all([store.append(storedEvents(taken, 0, 2)), store.append(storedEvents(free, 0, 2))]);
      expect(await waiting()).toBe(true);
      await raw.query('commit');
      expect(await both).toEqual([conflict, committed]);
      expect(await store.read(taken)).toHaveLength(1);
      expect(await store.read(free)).toHaveLength(2);
    });

    it('commits when the other one gave up', async () => {
      const stream = freshStream();
      await raw.query('begin');
      await insertRaw(stream, 0);
      const appending = store.append(storedEvents(stream, 0, 1));
      expect(await waiting()).toBe(true);
      await raw.query('rollback');
      expect(await appending).toEqual(committed);
    });

    it('has one winner a revision over several processes, and none stands still', async () => {
      const others = [1, 2, 3].map(() => new PostgresEventStore(database.connectionString));
      const streams = Array.from({ length: 6 }, () => freshStream());
      for (let revision = 0; revision < 15; revision += 1) {
        const rivals = others.flatMap((other) => streams.map((stream) => other.append([storedEvent(stream, revision)])));
        const outcomes = (await Promise.all(rivals)).map(({ outcome }) => outcome);
        expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(streams.length);
        expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(2 * streams.length);
      }
      await Promise.all(others.map((other) => other.close()));
    });
  });

  describe('the database cannot write', () => {
    it('says that nothing answers there', async () => {
      const nowhere = new PostgresEventStore('postgres://127.0.0.1:1/nowhere');
      const appending = nowhere.append(storedEvents(freshStream(), 0, 1));
      await expect(appending).rejects.toThrow(StoreUnavailable);
      await expect(appending).rejects.toThrow(/nothing answers.*nothing was written/);
      await nowhere.close();
    });

    it('says that it is read-only, and commits once it no longer is', async () => {
      const { rows } = await raw.query<{ name: string }>('select current_database() as name');
      await raw.query(`alter database ${rows[0]?.name} set default_transaction_read_only = on`);
      const appending = Promise.all([store.append(storedEvents(freshStream(), 0, 1)), store.append(storedEvents(freshStream(), 0, 1))]);
      await expect(appending).rejects.toThrow(StoreUnavailable);
      await expect(appending).rejects.toThrow(/read-only/);
    });

    it('says that it has not been migrated', async () => {
      const empty = await testDatabase();
      const unprepared = new PostgresEventStore(empty.connectionString);
      await expect(unprepared.append(storedEvents(freshStream(), 0, 1))).rejects.toThrow(/not been migrated/);
      await unprepared.close();
      await empty.drop();
    });

    it('goes on after its connections were ended while idle', async () => {
      const stream = freshStream();
      await store.append(storedEvents(stream, 0, 1));
      const others = `application_name = 'dealtrail store' and datname = current_database()`;
      await raw.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`);
      expect(await until(async () => (await raw.query(`select 1 from pg_stat_activity where ${others}`)).rowCount === 0, 20_000)).toBe(
        true,
      );
      await new Promise((resolve) => void setImmediate(resolve));
      const outcome = await store.append(storedEvents(stream, 1, 1));
      expect(['committed', 'unknown']).toContain(outcome.outcome);
      expect((await store.append(storedEvents(freshStream(), 0, 1))).outcome).toBe('committed');
    });
  });

  it('shares one commit among appends that wait together', async () => {
    await Promise.all(Array.from({ length: 50 }, () => store.append(storedEvents(freshStream(), 0, 2))));
    const { rows } = await raw.query<{ commits: string }>('select count(distinct xid) as commits from dealtrail.events');
    expect(Number(rows[0]?.commits)).toBe(1);
  });

  it('finds its way by index in a table that was analysed while empty', async () => {
    await raw.query('analyze dealtrail.events');
    const scans = async (): Promise<number> => {
      const sql = `select seq_scan from pg_stat_user_tables where schemaname = 'dealtrail' and relname = 'events'`;
      return Number((await raw.query<{ seq_scan: string }>(sql)).rows[0]?.seq_scan);
    };
    const before = await scans();
    const stream = freshStream();
    for (let revision = 0; revision < 50; revision += 1) await store.append(storedEvents(stream, revision, 1));
    await store.read(stream);
    await store.close(); // with its connections it hands in its statistics
    await raw.query('select pg_stat_force_next_flush()');
    expect(await scans()).toBe(before);
  });

  it('finishes what is under way before it closes, and takes nothing after', async () => {
    const appending = Promise.all(Array.from({ length: 30 }, () => store.append(storedEvents(freshStream(), 0, 2))));
    await store.close();
    expect(new Set((await appending).map(({ outcome }) => outcome))).toEqual(new Set(['committed']));
    await expect(store.append(storedEvents(freshStream(), 0, 1))).rejects.toThrow(StoreUnavailable);
  });
});
