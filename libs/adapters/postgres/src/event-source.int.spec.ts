import pg from 'pg';
import { drain, expectStreamOrder, follow, freshStream, storedEvents } from '#eventsourcing/testing';
import { testDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { PostgresEventSource } from './event-source.ts';
import { PostgresEventStore } from './event-store.ts';
import { migrate } from './migrate.ts';

const named = ({ stream, revision }: { stream: string; revision: number }): string => `${stream}@${revision}`;

describe('reading the store in commit order (I3)', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let source: PostgresEventSource;
  const clients: pg.Client[] = [];

  const client = async (connectionString = database.connectionString): Promise<pg.Client> => {
    const one = new pg.Client({ connectionString });
    await one.connect();
    clients.push(one);
    return one;
  };

  const end = async (one: pg.Client): Promise<void> => {
    clients.splice(clients.indexOf(one), 1);
    await one.end();
  };

  const insert = (on: pg.Client, stream: string, revision: number, xid?: string): Promise<unknown> =>
    on.query(
      `insert into dealtrail.events (stream, revision, case_id, entry, data, xid)
       values ($1, $2, 'case-a', 'entry', 'data', coalesce($3::xid8, pg_current_xact_id()))`,
      [stream, revision, xid ?? null],
    );

  const append = (stream: string, first = 0, count = 1): Promise<unknown> => store.append(storedEvents(stream, first, count));

  beforeEach(async () => {
    database = await testDatabase();
    await migrate(database.connectionString);
    store = new PostgresEventStore(database.connectionString);
    source = new PostgresEventSource(database.connectionString, { patience: 10 });
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((one) => one.end()));
    await Promise.all([store.close(), source.close()]);
    await database.drop();
  });

  /** Long enough for the source to lose its patience several times over. */
  const askOften = async (): Promise<readonly unknown[]> => {
    const found: unknown[] = [];
    for (const started = performance.now(); performance.now() - started < 400;) found.push(...(await source.readAfter(undefined, 10)));
    return found;
  };

  it('waits for an append that may still commit ahead of others', async () => {
    const [slow, fast] = [freshStream('slow'), freshStream('fast')];
    const late = await client();
    await late.query('begin');
    await insert(late, slow, 0);
    await append(fast);
    expect(await askOften()).toEqual([]);
    await late.query('commit');
    expect((await follow(source, undefined, 2)).map(named)).toEqual([`${slow}@0`, `${fast}@0`]);
  });

  it('passes over what was rolled back', async () => {
    const late = await client();
    await late.query('begin');
    await insert(late, freshStream('slow'), 0);
    const fast = freshStream('fast');
    await append(fast);
    expect(await source.readAfter(undefined, 10)).toEqual([]);
    await late.query('rollback');
    expect((await follow(source, undefined, 1)).map(named)).toEqual([`${fast}@0`]);
  });

  it('is not held up by a transaction that writes something else', async () => {
    const other = await client();
    await other.query('create table public.elsewhere (n int)');
    await other.query('begin');
    await other.query('insert into public.elsewhere values (1)');
    const stream = freshStream();
    await append(stream, 0, 3);
    await append(stream, 3, 3);
    expect((await follow(source, undefined, 6)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is not held up by a transaction in another database of the cluster', async () => {
    const neighbour = await testDatabase();
    const other = await client(neighbour.connectionString);
    await other.query('begin');
    await other.query('create table held_open (n int)');
    const stream = freshStream();
    for (let revision = 0; revision < 6; revision += 1) await append(stream, revision);
    expect((await follow(source, undefined, 6)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5]);
    await end(other);
    await neighbour.drop();
  });

  it('still waits for an open append when another database holds the horizon', async () => {
    const neighbour = await testDatabase();
    const other = await client(neighbour.connectionString);
    await other.query('begin');
    await other.query('create table held_open (n int)');
    const [slow, fast] = [freshStream('slow'), freshStream('fast')];
    const late = await client();
    await late.query('begin');
    await insert(late, slow, 0);
    await append(fast);
    expect(await askOften()).toEqual([]);
    await late.query('commit');
    expect((await follow(source, undefined, 2)).map(named)).toEqual([`${slow}@0`, `${fast}@0`]);
    await end(other);
    await neighbour.drop();
  });

  it('orders transactions by number, not by their digits', async () => {
    const raw = await client();
    const stream = freshStream();
    for (const [revision, xid] of ['9', '10', '99', '100'].entries()) await insert(raw, stream, revision, xid);
    expect((await drain(source, undefined, 1)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
  });

  it('misses nothing and repeats nothing, with late commits, rollbacks and pauses all over', async () => {
    const total = 5 * 25 + 4 * 60;
    let reading = true;
    const read = (async () => {
      const all: Awaited<ReturnType<typeof drain>> = [];
      while (reading) all.push(...(await source.readAfter(all.at(-1)?.cursor, 7)));
      all.push(...(await follow(source, all.at(-1)?.cursor, total - all.length)));
      return all;
    })();
    const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, Math.random() * 6));
    const late = async (writer: number): Promise<void> => {
      const on = await client();
      const stream = freshStream(`late${writer}`);
      for (let revision = 0; revision < 25;) {
        await on.query('begin');
        await insert(on, stream, revision);
        await pause();
        const keep = Math.random() < 0.7;
        await on.query(keep ? 'commit' : 'rollback');
        if (keep) revision += 1;
      }
    };
    const prompt = async (): Promise<void> => {
      const stream = freshStream('prompt');
      for (let revision = 0; revision < 60; revision += 2) await append(stream, revision, 2);
    };
    await Promise.all([...[1, 2, 3, 4, 5].map(late), ...[1, 2, 3, 4].map(prompt)]);
    reading = false;
    const seen = await read;
    const { rows } = await (await client()).query<{ stream: string; revision: number }>('select stream, revision from dealtrail.events');
    expect(rows).toHaveLength(total);
    expect(seen.map(named).sort()).toEqual(rows.map(named).sort());
    expectStreamOrder(seen);
  });

  describe('after a restore into another cluster', () => {
    /** As a logical restore leaves it: rows with ids of a cluster that ran far ahead, or lagged far behind. */
    const restored = async (xids: readonly string[]): Promise<string> => {
      const raw = await client();
      const stream = freshStream('restored');
      for (const [revision, xid] of xids.entries()) await insert(raw, stream, revision, xid);
      await raw.query(`update dealtrail.epochs set system_identifier = 'another cluster'`);
      return stream;
    };
    const ahead = ['9000000000', '9000000001', '9000000010'];

    it.each([
      ['ahead', ahead],
      ['behind', ['3', '9', '10']],
    ])('reads what a cluster %s had written first, then what is new', async (_, xids) => {
      const stream = await restored(xids);
      await migrate(database.connectionString);
      const fresh = freshStream('fresh');
      await append(fresh, 0, 2);
      // What is new may have to wait for transactions in other databases of the cluster.
      const all = await follow(source, undefined, 5);
      expect(all.map(named)).toEqual([`${stream}@0`, `${stream}@1`, `${stream}@2`, `${fresh}@0`, `${fresh}@1`]);
      for (const [at, { cursor }] of all.entries()) expect(await follow(source, cursor, 4 - at)).toEqual(all.slice(at + 1));
    });

    it('goes on from a cursor of before', async () => {
      const stream = freshStream();
      await append(stream, 0, 2);
      const [first] = await follow(source, undefined, 2);
      await source.close();
      await (await client()).query(`update dealtrail.epochs set system_identifier = 'another cluster'`);
      await migrate(database.connectionString);
      source = new PostgresEventSource(database.connectionString, { patience: 10 });
      const later = new PostgresEventStore(database.connectionString);
      await later.append(storedEvents(freshStream('fresh'), 0, 1));
      await later.close();
      expect((await follow(source, first?.cursor, 2)).map(({ revision }) => revision)).toEqual([1, 0]);
    });

    it('refuses to append or read before the log has been prepared for the new cluster', async () => {
      await restored(ahead);
      await expect(append(freshStream())).rejects.toThrow(/restored into another Postgres cluster/);
      await expect(source.readAfter(undefined, 10)).rejects.toThrow(/restored into another Postgres cluster/);
    });

    it('opens one epoch, however often the program starts', async () => {
      await restored(ahead);
      await Promise.all([1, 2, 3].map(() => migrate(database.connectionString)));
      const { rows } = await (await client()).query<{ epoch: number }>('select epoch from dealtrail.epochs order by epoch');
      expect(rows.map(({ epoch }) => epoch)).toEqual([1, 2]);
    });
  });

  it('refuses a cursor that is not its own', async () => {
    await expect(source.readAfter('12', 10)).rejects.toThrow(/no cursor/);
    await expect(source.readAfter('7:1:1', 10)).rejects.toThrow(/epoch 7/);
  });
});
