import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { eventStoreServer } from './eventstore-server.ts';
import { kafkaServer } from './kafka-server.ts';
import type { LocalServer } from './local-server.ts';
import { packageRoot } from './package-root.ts';
import { postgresServer } from './postgres-server.ts';

export interface LocalServersOptions {
  /** Where the servers keep their data. */
  readonly data: string;
  readonly brokers?: 1 | 3;
}

export const defaultData = join(packageRoot(), '.data', 'infra');

/** In the order in which they are started. */
export const serversIn = ({ data, brokers }: LocalServersOptions): readonly LocalServer[] => {
  const folder = (name: string): string => join(resolve(data), name);
  const eventStore = eventStoreServer(folder('eventstore'));
  return [
    postgresServer(folder('postgres')),
    ...(eventStore ? [eventStore] : []),
    kafkaServer({ folder: folder('kafka'), brokers, log: console.error }),
  ];
};

export const environmentFile = ({ data }: LocalServersOptions): string => join(data, 'env');

/** Starts those that do not run, and tells where all of them are, as the apps want to know it. */
export const startServers = async (options: LocalServersOptions): Promise<Readonly<Record<string, string>>> => {
  await mkdir(options.data, { recursive: true });
  const environment: Record<string, string> = {};
  for (const server of serversIn(options)) {
    const began = performance.now();
    const { already, variable, address } = await server.up();
    console.error(
      already ? `${server.name} is running already.` : `${server.name} started in ${((performance.now() - began) / 1000).toFixed(1)} s.`,
    );
    environment[variable] = address;
  }
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  await writeFile(environmentFile(options), `${lines.join('\n')}\n`, { mode: 0o600 });
  return environment;
};
