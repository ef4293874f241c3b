import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openLocalIssuer, type LocalIssuer } from '#platform';
import { endChild, nextMessage, startChild } from './child.ts';
import type { EventStoreReady } from './event-store-server.ts';
import { partitions } from './kafka-broker.ts';
import { withoutGates } from '../support/without-gates.ts';

export type AppName = 'command-api' | 'relay' | 'projector' | 'query-api';

/** One app of the distributed profile, in a process of its own. */
export interface App {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The distributed profile's surroundings, and whatever apps a bench starts in them. */
export interface Profile {
  start(app: AppName): Promise<App>;
  readonly issuer: LocalIssuer;
}

const programOf = (app: AppName): string =>
  fileURLToPath(new URL(`../../apps/${app}/src/main${extname(import.meta.url)}`, import.meta.url));

const startApp = async (app: AppName, environment: NodeJS.ProcessEnv): Promise<App> => {
  const child: ChildProcess = fork(programOf(app), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${app} ended with code ${String(code)}`)));
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), ended])) as [string];
  ended.catch(() => undefined);
  // Nobody reads what else it says; a full pipe would hold it up.
  child.stdout?.resume();
  const [url] = /https?:\/\/[^/\s]+/.exec(line) ?? [];
  if (url === undefined) throw new Error(`${app} said: ${line}`);
  return { url, pid: child.pid!, stop: () => endChild(child) };
};

/** The event store is the test server. Without brokers, only apps can be started that need none. */
export const withProfile = async <T>(
  { connectionString, brokers = [] }: { readonly connectionString: string; readonly brokers?: readonly string[] },
  work: (profile: Profile) => Promise<T>,
): Promise<T> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-bench-profile-'));
  const server = startChild('event-store-server');
  const running: App[] = [];
  try {
    const { connectionString: eventStore } = await nextMessage<EventStoreReady>(server);
    const environment = {
      PORT: '0',
      // A broker that has just been started is not ready for groups; who waits for it says so.
      LOG_LEVEL: 'silent',
      DATA_DIR: dataDir,
      DATABASE_URL: connectionString,
      EVENTSTORE_URL: eventStore,
      KAFKA_BROKERS: brokers.join(),
      KAFKA_PARTITIONS: String(partitions),
      KAFKA_REPLICATION: '1',
      DEFINITIONS_FILE: withoutGates,
    };
    const start = async (app: AppName): Promise<App> => {
      const started = await startApp(app, environment);
      running.push(started);
      return started;
    };
    return await work({ start, issuer: await openLocalIssuer(dataDir) });
  } finally {
    for (const app of running.reverse()) await app.stop();
    await endChild(server);
    await rm(dataDir, { recursive: true, force: true });
  }
};
