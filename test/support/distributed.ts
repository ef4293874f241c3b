import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '#platform/nest';
import { openLocalIssuer } from '#platform';
import { startCommandApi, type CommandApi, type CommandApiOptions } from '../../apps/command-api/src/command-api.ts';
import { readConfig as commandApiConfig } from '../../apps/command-api/src/config.ts';
import { readConfig as projectorConfig } from '../../apps/projector/src/config.ts';
import { startProjector, type Projector } from '../../apps/projector/src/projector.ts';
import { readConfig as queryApiConfig } from '../../apps/query-api/src/config.ts';
import { startQueryApi, type QueryApi } from '../../apps/query-api/src/query-api.ts';
import { readConfig as relayConfig } from '../../apps/relay/src/config.ts';
import { startRelayProgram, type RelayProgram } from '../../apps/relay/src/relay.ts';
import type { TimeAndChance } from '../../apps/common/src/time-and-chance.ts';
import { storeUnderTest } from './eventstoredb/store-under-test.ts';
import { testKafka, topicName } from './kafka.ts';
import { testDatabase } from './postgres.ts';
import { clientOf, type Client } from './running-app.ts';
import { runScript, type Script } from './script.ts';

type Environment = Readonly<Record<string, string>>;

export const appNames = ['command-api', 'query-api', 'relay', 'projector'] as const;
export type AppName = (typeof appNames)[number];

/** One app as a process of its own, to be killed by a test. */
import { withoutGates } from './without-gates.ts';

export interface AppProcess extends Script {
  readonly app: AppName;
  /** Where it answers. */
  readonly url: string;
  signal(signal: NodeJS.Signals): void;
}

export interface DistributedOptions {
  /** Of the topic; 4 unless said. */
  readonly partitions?: number;
  /** Servers of the test's own in place of the run's. */
  readonly brokers?: readonly string[];
  readonly databaseUrl?: string;
  readonly eventStoreUrl?: string;
  /** Done to the database before any app starts on it. */
  readonly prepare?: (connectionString: string) => Promise<void>;
  /** For every app. */
  readonly environment?: Environment;
}

/** The distributed profile on real servers, and whatever apps of it a test starts. */
export interface Distributed {
  /** What every app reads; `PORT` 0. */
  readonly environment: Environment;
  readonly topic: string;
  relay(more?: Environment, ledgerRestored?: string): Promise<RelayProgram>;
  commandApi(more?: Environment, commandOptions?: CommandApiOptions): Promise<CommandApi>;
  projector(more?: Environment): Promise<Projector>;
  queryApi(more?: Environment, chance?: TimeAndChance): Promise<QueryApi>;
  /** As a process of its own; resolves when it says where it answers. */
  spawn(app: AppName, more?: Environment): Promise<AppProcess>;
  /** Talks to a command-api and a query-api as any user. */
  client(commands: string, queries: string): Promise<Client>;
  /** Stops all that was started, the newest first, and removes their data. */
  stop(): Promise<void>;
}

const spawnApp = async (app: AppName, environment: Environment): Promise<AppProcess> => {
  const script = runScript(new URL(`../../apps/${app}/src/main.ts`, import.meta.url), [], environment);
  const line = await script.nextLine();
  const url = /https?:\/\/[^/\s]+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`${app} said: ${line}`);
  // Nobody reads what else it says; a full pipe would hold it up.
  script.process.stdout?.resume();
  return { ...script, app, url, signal: (signal) => void process.kill(script.pid, signal) };
};

export const distributed = async (options: DistributedOptions = {}): Promise<Distributed> => {
  const closings: (() => Promise<unknown>)[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-distributed-'));
  closings.push(() => rm(dataDir, { recursive: true, force: true }));
  const given = async <T>(one: T | undefined, start: () => Promise<{ at: T; stop: () => Promise<void> }>): Promise<T> => {
    if (one !== undefined) return one;
    const { at, stop } = await start();
    closings.push(stop);
    return at;
  };
  const databaseUrl = await given(options.databaseUrl, async () => {
    const { connectionString, drop } = await testDatabase();
    return { at: connectionString, stop: drop };
  });
  await options.prepare?.(databaseUrl);
  const eventStoreUrl = await given(options.eventStoreUrl, async () => {
    const { connectionString, stop } = await storeUnderTest();
    return { at: connectionString, stop };
  });
  const brokers = options.brokers ?? (await testKafka()).brokers;
  const topic = topicName('events');
  const environment: Environment = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    SHUTDOWN_SECONDS: '5',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    EVENTSTORE_URL: eventStoreUrl,
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC: topic,
    KAFKA_PARTITIONS: String(options.partitions ?? 4),
    KAFKA_REPLICATION: String(brokers.length),
    KAFKA_GROUP: `${topic}-projectors`,
    DEFINITIONS_FILE: withoutGates,
    ...options.environment,
  };
  const logger = createLogger((environment.LOG_LEVEL ?? 'silent') as 'silent');
  const kept = <R extends { stop(): Promise<void> }>(running: R): R => {
    closings.push(() => running.stop());
    return running;
  };
  return {
    environment,
    topic,
    relay: async (more = {}, ledgerRestored) =>
      kept(await startRelayProgram(relayConfig({ ...environment, ...more }), logger, ledgerRestored)),
    commandApi: async (more = {}, commandOptions = {}) =>
      kept(await startCommandApi(commandApiConfig({ ...environment, ...more }), logger, commandOptions)),
    projector: async (more = {}) => kept(await startProjector(projectorConfig({ ...environment, ...more }), logger)),
    queryApi: async (more = {}, chance) => kept(await startQueryApi(queryApiConfig({ ...environment, ...more }), logger, chance)),
    spawn: async (app, more = {}) => {
      const running = await spawnApp(app, { ...environment, ...more });
      closings.push(async () => {
        running.process.kill('SIGKILL');
        await running.ended;
      });
      return running;
    },
    client: async (commands, queries) => clientOf({ commands, queries, issuer: await openLocalIssuer(dataDir) }),
    stop: async () => {
      for (const close of closings.splice(0).reverse()) await close();
    },
  };
};
