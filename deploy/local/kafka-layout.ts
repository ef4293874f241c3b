import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { LocalServerError } from './local-server-error.ts';

/** One broker, that is also a controller. All its ports are on 127.0.0.1. */
export interface BrokerPlace {
  readonly id: number;
  readonly folder: string;
  /** For clients, and the port that they are told; another one where a proxy stands between. */
  readonly client: number;
  readonly advertised: number;
  /** For the other brokers, and for whoever wants past a proxy. */
  readonly direct: number;
  readonly controller: number;
}

/** The brokers of one cluster, as they stand in `<folder>/cluster.json`. */
export interface KafkaLayout {
  readonly folder: string;
  readonly clusterId: string;
  readonly brokers: readonly BrokerPlace[];
}

export interface KafkaOptions {
  readonly folder: string;
  readonly brokers: 1 | 3;
  /** How long a broker may be silent before its partitions get another leader, and how long one that was killed waits at its next start; ms. */
  readonly sessionTimeout?: number;
  /** What clients are told instead of the brokers' own ports. */
  readonly advertised?: readonly number[];
}

const clusterFile = (folder: string): string => join(folder, 'cluster.json');

/** The cluster that was made in a folder. */
export const readLayout = async (folder: string): Promise<KafkaLayout | undefined> => {
  const text = await readFile(clusterFile(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { ...(JSON.parse(text) as Omit<KafkaLayout, 'folder'>), folder };
};

const placeOf = async (folder: string, id: number, advertised: number | undefined, before?: BrokerPlace): Promise<BrokerPlace> => {
  const client = await freePort(before?.client);
  return {
    id,
    folder: join(folder, `broker-${id}`),
    client,
    advertised: advertised ?? client,
    direct: await freePort(before?.direct),
    controller: await freePort(before?.controller),
  };
};

/** Makes the cluster's layout, or takes up the one that is there, with other ports where its own are taken. No broker of it may be running. */
export const layOut = async ({ folder, brokers, advertised = [] }: KafkaOptions): Promise<KafkaLayout> => {
  const before = await readLayout(folder);
  if (before && before.brokers.length !== brokers)
    throw new LocalServerError(
      `${folder} holds a Kafka of ${before.brokers.length} broker(s), not ${brokers}. Choose another folder, or wipe it.`,
    );
  await mkdir(folder, { recursive: true });
  const places: BrokerPlace[] = [];
  for (let at = 0; at < brokers; at += 1) places.push(await placeOf(folder, at + 1, advertised[at], before?.brokers[at]));
  const clusterId = before?.clusterId ?? randomBytes(16).toString('base64url');
  await writeFile(clusterFile(folder), JSON.stringify({ clusterId, brokers: places }, null, 2));
  return { folder, clusterId, brokers: places };
};

const addresses = (ports: readonly number[]): readonly string[] => ports.map((port) => `127.0.0.1:${port}`);

/** Where clients connect. */
export const bootstrapOf = ({ brokers }: KafkaLayout): readonly string[] => addresses(brokers.map(({ advertised }) => advertised));

/** The same past any proxy. */
export const directOf = ({ brokers }: KafkaLayout): readonly string[] => addresses(brokers.map(({ direct }) => direct));

/** Small and quick to start; as safe as so many brokers can be. A program's topics are made by it, so none comes to be by a slip. */
export const propertiesOf = (layout: KafkaLayout, { id, folder, ...ports }: BrokerPlace, sessionTimeout: number): string => {
  const copies = layout.brokers.length;
  const inSync = Math.max(1, copies - 1);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': layout.brokers.map((broker) => `${broker.id}@127.0.0.1:${broker.controller}`).join(),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'DIRECT',
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: `CLIENT://127.0.0.1:${ports.client},DIRECT://127.0.0.1:${ports.direct},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${ports.advertised},DIRECT://127.0.0.1:${ports.direct}`,
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'broker.session.timeout.ms': sessionTimeout,
    'broker.heartbeat.interval.ms': Math.floor(sessionTimeout / 6),
    'num.network.threads': 2,
    'num.io.threads': 4,
    // Its default alone would take half the heap.
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
};
