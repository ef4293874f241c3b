import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { LedgerHalted } from '#ledger';
import { openLocalIssuer } from '#platform';
import { readModels } from '../../apps/common/src/read-models.ts';
import { distributed, type Distributed } from '../support/distributed.ts';
import { findingsIn } from '../support/history-check.ts';
import { gatherHistory } from '../support/history/gather.ts';
import type { History } from '../support/history/history.ts';
import { testKafka } from '../support/kafka.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { restartableEventStore, type RestartableEventStore } from '../support/restartable-event-store.ts';
import type { Client } from '../support/running-app.ts';
import { salesLoad, type SalesLoad } from '../support/sales-load.ts';
import { until } from '../support/until.ts';

interface Running {
  readonly ledgerId: string;
  readonly commands: string;
  readonly client: Client;
  /** Whose orders go where queries do. */
  readonly operations: Client;
  stop(): Promise<void>;
}

/** What was published and projected is ahead of a database that comes from a backup (I12). */
describe('the distributed profile, of whose database an older backup was restored', () => {
  let database: TestDatabase;
  let eventStore: RestartableEventStore;
  let on: Distributed;
  let brokers: readonly string[];
  let before: SalesLoad;
  let ledgerId: string;

  const onServer = async (...statements: readonly string[]): Promise<void> => {
    const address = new URL(database.connectionString);
    address.pathname = '/postgres';
    const client = new pg.Client({ connectionString: address.href });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const name = (): string => new URL(database.connectionString).pathname.slice(1);
  const journal = (copy = ''): string => join(eventStore.folder, `journal${copy}`);

  /** As backups from one moment have them. */
  const backUp = async (): Promise<void> => {
    await onServer(`create database ${name()}_backup template ${name()}`);
    await copyFile(journal(), journal('-backup'));
  };
  const restoreDatabase = (): Promise<void> =>
    onServer(`drop database ${name()} with (force)`, `create database ${name()} template ${name()}_backup`);
  const restoreStore = (): Promise<void> => eventStore.restart(() => copyFile(journal('-backup'), journal()));

  const start = async (ledgerRestored?: string): Promise<Running> => {
    const relay = await on.relay({}, ledgerRestored);
    const [commands, queries, projector] = await Promise.all([on.commandApi(), on.queryApi(), on.projector()]);
    return {
      ledgerId: relay.ledgerId,
      commands: commands.url,
      client: await on.client(commands.url, queries.url),
      operations: await on.client(queries.url, queries.url),
      stop: async () => void (await Promise.all([relay, commands, queries, projector].map((one) => one.stop()))),
    };
  };
  const loaded = async ({ commands }: Running, seed: number): Promise<SalesLoad> => {
    const issuer = await openLocalIssuer(on.environment['DATA_DIR']!);
    const load = salesLoad({ urls: () => [commands], token: await issuer.issue('rita'), seed });
    expect(await load.more(60)).toBe(true);
    await load.stop();
    return load;
  };
  const historyOf = ({ history }: SalesLoad): Promise<History> =>
    gatherHistory({ databaseUrl: database.connectionString, eventStoreUrl: eventStore.server().connectionString, brokers }, history);

  beforeEach(async () => {
    [database, eventStore, { brokers }] = await Promise.all([testDatabase(), restartableEventStore(), testKafka()]);
    const { connectionString: eventStoreUrl } = eventStore.server();
    on = await distributed({ databaseUrl: database.connectionString, eventStoreUrl, brokers });
    const first = await start();
    ({ ledgerId } = first);
    await first.client.post('/v1/users', { userId: 'rita' }, { as: 'operator' });
    await first.client.post('/v1/users/rita/roles', { role: 'SALES_REP' }, { as: 'operator' });
    before = await loaded(first, 1);
    expect(findingsIn(await historyOf(before))).toEqual([]);
    await first.stop();
    await backUp();
  }, 120_000);
  afterEach(async () => {
    await on.stop();
    await eventStore.stop();
    await onServer(`drop database if exists ${name()}_backup with (force)`);
    await database.drop();
  });

  /** Goes on after the backup, and ends with all of it published and projected. */
  const goneOn = async (): Promise<SalesLoad> => {
    const second = await start();
    const load = await loaded(second, 2);
    await historyOf(load);
    await second.stop();
    return load;
  };

  it('catches up under the same id when the store has the rest, and sends again what consumers then drop', async () => {
    const after = await goneOn();
    await restoreDatabase();
    const third = await start();
    expect(third.ledgerId).toBe(ledgerId);
    const history = await historyOf(after);
    expect(findingsIn(history)).toEqual([]);
    expect([...history.topics.values()].flat().length).toBeGreaterThan(history.ledger.length);
  }, 120_000);

  it('refuses to start when the store has lost the rest, too; declared, it gets a new id that consumers follow and read models are rebuilt from', async () => {
    await goneOn();
    await restoreDatabase();
    await restoreStore();
    await expect(start()).rejects.toThrow(LedgerHalted);
    const third = await start('both disks were lost');
    expect(third.ledgerId).not.toBe(ledgerId);
    const states = async (): Promise<readonly string[]> => {
      const { body } = await third.client.get('/v1/operations/projections', { as: 'operator' });
      return (body.projections as readonly { state: string }[]).map(({ state }) => state);
    };
    expect(await until(async () => (await states()).every((state) => state === 'halted'))).toBe(true);
    for (const { projection } of readModels) {
      const order = await third.operations.post(`/v1/operations/projections/${projection.name}/rebuild`, {}, { as: 'operator' });
      expect(order.status).toBe(202);
    }
    const after = await loaded(third, 3);
    const history = await historyOf(after);
    expect(history.ledgerId).toBe(third.ledgerId);
    expect(findingsIn(history)).toEqual([]);
    expect(before.history.faults(history.store)).toEqual([]);
  }, 120_000);
});
