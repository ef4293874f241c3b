import { randomInt, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StoredEvent } from '#eventsourcing';
import { startRelay, verify, type Relay } from '#ledger';
import { expectSound, until, writtenEvent, writtenEvents } from '#ledger/testing';
import { migrate, PostgresEventSource, PostgresEventStore, PostgresLedger, PostgresVerification } from '#postgres';
import { privateServer, testDatabase, type TestDatabase } from '../support/postgres.ts';
import { runScript, type Script } from '../support/script.ts';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const expectVerified = async (connectionString: string, size: number): Promise<void> => {
  const source = new PostgresVerification(connectionString);
  const result = await verify({ source, clock: () => new Date().toISOString() });
  await source.close();
  expect(result).toMatchObject({ ok: true, size, findings: [], unsequenced: 0 });
};

describe('relays as processes of their own', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let ledger: PostgresLedger;
  const processes: Script[] = [];

  beforeEach(async () => {
    database = await testDatabase();
    await migrate(database.connectionString);
    store = new PostgresEventStore(database.connectionString);
    ledger = new PostgresLedger(database.connectionString);
  });

  afterEach(async () => {
    for (const { process: child } of processes) child.kill('SIGKILL');
    await Promise.all(processes.splice(0).map(({ ended }) => ended));
    await Promise.all([store.close(), ledger.close()]);
    await database.drop();
  });

  const relay = (holder: string, leaseFor: number, batch = 3): Script => {
    const script = runScript(new URL('./relay-process.ts', import.meta.url), [
      database.connectionString,
      holder,
      String(leaseFor),
      String(batch),
    ]);
    processes.push(script);
    return script;
  };
  const says = async ({ nextLine }: Script, wanted: string): Promise<void> => {
    for (let line = await nextLine(); line !== wanted; line = await nextLine()) expect(line).not.toMatch(/^halted/);
  };
  const size = async (): Promise<number> => (await ledger.head()).size;
  const grown = async (): Promise<void> => {
    const before = await size();
    await until(async () => (await size()) > before);
  };

  /** Appends without end, several streams at once, until told to stop; how many events that were. */
  const writing = (): { stop(): Promise<number> } => {
    let stopping = false;
    const lanes = [0, 1, 2, 3].map(async (lane) => {
      let written = 0;
      for (; !stopping; written += 2) {
        const { outcome } = await store.append(writtenEvents(`lead-${lane}`, written, 2));
        expect(outcome).toBe('committed');
        await pause(10); // a relay of small batches keeps up
      }
      return written;
    });
    return {
      stop: async () => {
        stopping = true;
        return (await Promise.all(lanes)).reduce((sum, written) => sum + written, 0);
      },
    };
  };

  it('double and mix nothing when the leader sleeps past its lease and wakes while another leads (I6)', async () => {
    const writers = writing();
    let leader = relay('relay-0', 300);
    await says(leader, 'leads');
    for (let turn = 1; turn <= 3; turn += 1) {
      await grown();
      await pause(randomInt(20)); // so that it is stopped anywhere in its round
      leader.process.kill('SIGSTOP');
      const next = relay(`relay-${turn}`, 300);
      await says(next, 'leads');
      await grown();
      leader.process.kill('SIGCONT');
      await says(leader, 'waits');
      await grown();
      leader.process.kill('SIGKILL');
      leader = next;
    }
    const written = await writers.stop();
    await until(async () => (await size()) >= written);
    await expectSound(ledger, written);
    await expectVerified(database.connectionString, written);
  }, 120_000);

  it('lose and double nothing when they are killed anywhere', async () => {
    const writers = writing();
    for (let turn = 0; turn < 5; turn += 1) {
      const script = relay(`relay-${turn}`, 100);
      await says(script, 'leads');
      await grown();
      await pause(randomInt(30));
      script.process.kill('SIGKILL');
    }
    const written = await writers.stop();
    relay('relay-last', 100, 2000);
    await until(async () => (await size()) >= written);
    await expectSound(ledger, written);
    await expectVerified(database.connectionString, written);
  }, 120_000);
});

describe('the relay over a store that others write to', () => {
  it('sequences every committed event once, however late and in whatever order they commit (I3)', async () => {
    const database = await testDatabase();
    const elsewhere = await testDatabase();
    const { connectionString } = database;
    await migrate(connectionString);
    const store = new PostgresEventStore(connectionString);
    const source = new PostgresEventSource(connectionString, { patience: 50 });
    const ledger = new PostgresLedger(connectionString);
    const relay = startRelay({ source, ledger, leases: ledger.leases, holder: 'relay', restFor: 2, batch: 20 });
    const committed = new Set<string>();

    const connected = async (to: string): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: to });
      await client.connect();
      return client;
    };
    const insert = async (client: pg.Client, { stream, revision, caseId, entry, data }: StoredEvent): Promise<unknown> =>
      client.query('insert into dealtrail.events (stream, revision, case_id, entry, data) values ($1, $2, $3, $4, $5)', [
        stream,
        revision,
        caseId,
        entry,
        data,
      ]);
    /** Its transactions stay open for a while, and some end without effect. */
    const slowWriter = async (name: string): Promise<void> => {
      const client = await connected(connectionString);
      let revision = 0;
      for (let turn = 0; turn < 40; turn += 1) {
        const rollsBack = randomInt(5) === 0;
        await client.query('begin');
        const count = 1 + randomInt(3);
        for (let at = 0; at < count; at += 1) await insert(client, writtenEvent({ stream: name, revision: revision + at }));
        await pause(randomInt(12));
        await client.query(rollsBack ? 'rollback' : 'commit');
        if (rollsBack) continue;
        for (let at = 0; at < count; at += 1) committed.add(`${name}@${revision + at}`);
        revision += count;
      }
      await client.end();
    };
    const storeWriter = async (name: string): Promise<void> => {
      for (let revision = 0; revision < 120; revision += 1) {
        await store.append([writtenEvent({ stream: name, revision })]);
        committed.add(`${name}@${revision}`);
      }
    };
    /** Holds back the horizon of the whole cluster. */
    const stranger = async (): Promise<void> => {
      const client = await connected(elsewhere.connectionString);
      await client.query('create table if not exists other (id int)');
      await client.query('begin');
      await client.query('insert into other values (1)');
      await pause(400);
      await client.query('commit');
      await client.end();
    };
    await Promise.all([
      stranger(),
      ...Array.from({ length: 6 }, (_, at) => slowWriter(`lead-slow-${at}`)),
      ...Array.from({ length: 4 }, (_, at) => storeWriter(`lead-${at}`)),
    ]);
    await until(() => relay.status().size >= committed.size || relay.status().halted !== undefined);
    expect(relay.status().halted).toBeUndefined();
    await relay.stop();
    const sequenced = await ledger.read(0, committed.size + 10);
    expect(new Set(sequenced.map(({ stream, revision }) => `${stream}@${revision}`))).toEqual(committed);
    await expectSound(ledger, committed.size);
    await expectVerified(connectionString, committed.size);
    await Promise.all([store.close(), source.close(), ledger.close()]);
    await Promise.all([database.drop(), elsewhere.drop()]);
  }, 120_000);
});

describe('the relay over a database that crashes', () => {
  it('goes on where it was, by itself', async () => {
    const server = await privateServer();
    const { connectionString } = server;
    await migrate(connectionString);
    const store = new PostgresEventStore(connectionString);
    const source = new PostgresEventSource(connectionString, { onCommitted: (listener) => store.onCommitted(listener) });
    const ledger = new PostgresLedger(connectionString);
    const relay: Relay = startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID(), leaseFor: 200, batch: 5 });
    let written = 0;
    /** Until it is down; what was not acknowledged is looked up afterwards. */
    const writeOn = async (): Promise<void> => {
      for (;;) {
        const result = await store.append(writtenEvents('lead-1', written, 2)).catch(() => undefined);
        if (result?.outcome !== 'committed') return;
        written += 2;
      }
    };
    for (let turn = 0; turn < 2; turn += 1) {
      const writing = writeOn();
      const before = relay.status().size;
      await until(() => relay.status().size > before + 20);
      await server.kill('SIGKILL');
      await writing;
      await until(() => relay.status().lastError !== undefined);
      await server.restart();
      await until(() =>
        store.read('lead-1').then(
          (events) => ((written = events.length), true),
          () => false,
        ),
      );
      await until(() => relay.status().size === written);
    }
    await until(() => relay.status().lastError === undefined);
    expect(relay.status().halted).toBeUndefined();
    await relay.stop();
    await expectSound(ledger, written);
    await expectVerified(connectionString, written);
    await Promise.all([store.close(), source.close(), ledger.close()]);
    await server.stop();
  }, 120_000);
});
