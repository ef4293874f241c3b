import { DataSource, type EntitySchema } from 'typeorm';
import type { Actor, LedgerHead, LedgerReader } from '#eventsourcing';
import { catalogue, ledgerDecoder } from '#event-contracts';
import { migrate, PostgresProjectionStore } from '#postgres';
import { projectionRunner, type AnyProjectionTable } from '#projections';
import { builtInAuthority, type AuthorityLookup, type UserFacts } from '#rules';
import { testDatabase } from './postgres.ts';
import type { SalesLedger } from './sales-ledger.ts';
import { until } from './until.ts';

const ledgerId = '11111111-2222-4333-8444-555555555555';

/** What has been sequenced so far, as a ledger is read. */
export const readerOf = ({ sequenced }: SalesLedger): LedgerReader => ({
  head: async (): Promise<LedgerHead> => ({ ledgerId, size: sequenced.length, root: '' }),
  read: async (from, limit) => sequenced.slice(from, from + limit),
  readCase: async (caseId, from, to, limit) =>
    sequenced
      .slice(from, to)
      .filter((event) => event.caseId === caseId)
      .slice(0, limit),
  indexOf: async (stream, revision) => sequenced.find((event) => event.stream === stream && event.revision === revision)?.index,
  onGrowth: () => () => undefined,
});

/** Read models in a database of the test's own, written by the real runner. */
export const readModels = async (ledger: SalesLedger, projections: readonly AnyProjectionTable[], entities: readonly EntitySchema[]) => {
  const database = await testDatabase();
  await migrate(database.connectionString);
  const store = new PostgresProjectionStore(database.connectionString);
  const reader = readerOf(ledger);
  const runner = projectionRunner({ ledger: reader, store, decode: ledgerDecoder(catalogue), projections, settings: { pollMs: 10 } });
  await runner.start();
  await runner.ready();
  const source = await new DataSource({ type: 'postgres', url: database.connectionString, entities: [...entities] }).initialize();

  const caughtUp = async (): Promise<boolean> => {
    const builds = (await store.builds(ledgerId)).filter(({ state }) => state === 'live');
    if (builds.some(({ parkedCases }) => parkedCases > 0)) throw new Error(JSON.stringify(await store.parked(ledgerId)));
    return builds.length === projections.length && builds.every(({ checkpoint }) => checkpoint.position === ledger.sequenced.length);
  };

  return {
    source,
    reader,
    connectionString: database.connectionString,
    progress: runner.progress,
    /** Resolves when every read model has all that is in the ledger. */
    settled: async () => {
      if (!(await until(caughtUp))) throw new Error('the read models did not reach the end of the ledger');
    },
    close: async () => {
      await source.destroy();
      await runner.stop();
      await store.close();
      await database.drop();
    },
  };
};

export const actor = (userId: string, ...rolesAtThatTime: string[]): Actor => ({
  userId,
  rolesAtThatTime,
  userRevision: 1,
  channel: 'api',
});

/** Who is who, by hand: users with their team, and who manages each team. */
export const directoryOf = (teams: Readonly<Record<string, string>>, managers: Readonly<Record<string, string>>): AuthorityLookup => ({
  authority: async () => builtInAuthority,
  user: async (userId): Promise<UserFacts | undefined> =>
    teams[userId] === undefined ? undefined : { userId, active: true, roles: [], teamId: teams[userId], userRevision: 1 },
  managersOf: async (teamId) => (managers[teamId] === undefined ? [] : [managers[teamId]]),
});
