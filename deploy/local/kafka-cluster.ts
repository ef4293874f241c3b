import { execFile } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import kafkajs from 'kafkajs';
import { outputOf, pidOf, startDetached, stopDetached, tailOf, untilReady } from './detached.ts';
import { kafkaClassPath } from './kafka-jars.ts';
import { bootstrapOf, directOf, layOut, propertiesOf, type BrokerPlace, type KafkaLayout, type KafkaOptions } from './kafka-layout.ts';
import { LocalServerError } from './local-server-error.ts';

const run = promisify(execFile);

/** Of one machine: a broker that has been silent for so long is dead, or the machine is overwhelmed. */
const usualSession = 9_000;
const usualHeap = 384;
/** For a start after a crash: recovery, and the session of the broker's former self, which has to run out. */
const patience = 90_000;

const programOf = ({ id, folder }: BrokerPlace) => ({ name: `kafka-${id}`, folder });
const propertiesFile = ({ folder }: BrokerPlace): string => join(folder, 'server.properties');
const loggingFile = ({ folder }: BrokerPlace): string => join(folder, 'log4j2.properties');

/** Only what is wrong. */
const logging = `rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %m (%c)%n
`;

const isFormatted = ({ folder }: BrokerPlace): Promise<boolean> =>
  stat(join(folder, 'data', 'meta.properties')).then(
    () => true,
    () => false,
  );

const format = async (classPath: string, { clusterId }: KafkaLayout, place: BrokerPlace): Promise<void> => {
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx64m', `-Dlog4j2.configurationFile=${loggingFile(place)}`];
  const args = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', propertiesFile(place)];
  await run('java', [...options, '-cp', classPath, ...args]).catch((cause: unknown) => {
    throw new LocalServerError(`Kafka's storage in ${place.folder} cannot be formatted: ${String(cause)}`, { cause });
  });
};

/** Writes a broker's settings anew, and formats its storage at the first time. */
const prepareBroker = async (classPath: string, layout: KafkaLayout, place: BrokerPlace, sessionTimeout: number): Promise<void> => {
  await mkdir(place.folder, { recursive: true });
  await writeFile(propertiesFile(place), propertiesOf(layout, place, sessionTimeout));
  await writeFile(loggingFile(place), logging);
  if (!(await isFormatted(place))) await format(classPath, layout, place);
};

const launch = async (classPath: string, place: BrokerPlace, heap: number): Promise<void> => {
  const options = [`-Xms${heap}m`, `-Xmx${heap}m`, '-XX:+UseSerialGC', '-XX:+ExitOnOutOfMemoryError', '-Djava.awt.headless=true'];
  const settings = [`-Dlog4j2.configurationFile=${loggingFile(place)}`, '-cp', classPath, 'kafka.Kafka', propertiesFile(place)];
  await startDetached({ ...programOf(place), command: 'java', args: [...options, ...settings] });
};

/** The ids of the brokers that are in the cluster, as one of them says; none if it does not answer. */
export const brokersSeenBy = async (address: string): Promise<readonly number[]> => {
  const admin = new kafkajs.Kafka({
    clientId: 'dealtrail-local',
    brokers: [address],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    return brokers.map(({ nodeId }) => nodeId);
  } catch {
    return [];
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};

const portTaken = /Address already in use|BindException/;

const awaitBroker = async (place: BrokerPlace, holds: (ids: readonly number[]) => boolean): Promise<'ready' | 'port-taken'> => {
  const ready = await untilReady(programOf(place), async () => holds(await brokersSeenBy(`127.0.0.1:${place.direct}`)), patience);
  if (ready) return 'ready';
  if (portTaken.test(await outputOf(programOf(place)))) return 'port-taken';
  throw new LocalServerError(`Kafka's broker ${place.id} does not start. ${await tailOf(programOf(place))}`);
};

/** A Kafka whose brokers run by themselves, as processes that nobody waits for. */
export interface KafkaCluster {
  readonly layout: KafkaLayout;
  readonly classPath: string;
  /** Where clients connect, `host:port` each. */
  readonly bootstrap: readonly string[];
  /** The same past any proxy. */
  readonly direct: readonly string[];
  pid(id: number): Promise<number | undefined>;
  /** Starts one broker again, on its ports, and waits until it is in the cluster. */
  startBroker(id: number): Promise<void>;
  stop(mode?: 'gently' | 'at once'): Promise<void>;
}

const brokerOf = ({ brokers }: KafkaLayout, id: number): BrokerPlace => {
  const place = brokers[id - 1];
  if (!place) throw new LocalServerError(`This Kafka has no broker ${id}.`);
  return place;
};

/** Ends all brokers. Each leaves in order while the others are there to take over; the last ones find nobody, and are not waited for. */
export const stopKafka = async ({ brokers }: KafkaLayout, mode: 'gently' | 'at once' = 'gently'): Promise<boolean> => {
  const stopped = await Promise.all(brokers.map((place) => stopDetached(programOf(place), mode === 'gently' ? 8_000 : 0)));
  return stopped.some(Boolean);
};

/** Whether a broker runs, and whether it answers. */
export const statusOf = async (place: BrokerPlace) => ({
  pid: await pidOf(programOf(place)),
  answers: (await brokersSeenBy(`127.0.0.1:${place.direct}`)).includes(place.id),
});

const attempts = 5;

/** Starts all brokers of a cluster, made in the folder at the first time. A port may be taken between choosing and binding it: then all start again on others. */
const startAll = async (options: KafkaOptions, classPath: string, attempt = 1): Promise<KafkaLayout> => {
  const layout = await layOut(options);
  const { heap = usualHeap, sessionTimeout = usualSession } = options;
  await Promise.all(layout.brokers.map((place) => prepareBroker(classPath, layout, place, sessionTimeout)));
  for (const place of layout.brokers) await launch(classPath, place, heap);
  const everyone = (ids: readonly number[]): boolean => ids.length === layout.brokers.length;
  const outcomes = await Promise.allSettled(layout.brokers.map((place) => awaitBroker(place, everyone)));
  if (outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value === 'ready')) return layout;
  await stopKafka(layout, 'at once');
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  if (attempt === attempts) throw new LocalServerError('Kafka finds no free ports.');
  return startAll(options, classPath, attempt + 1);
};

/** The cluster of a layout, whether or not its brokers run. */
export const kafkaCluster = (layout: KafkaLayout, classPath: string, heap: number = usualHeap): KafkaCluster => ({
  layout,
  classPath,
  bootstrap: bootstrapOf(layout),
  direct: directOf(layout),
  pid: (id) => pidOf(programOf(brokerOf(layout, id))),
  startBroker: async (id) => {
    const place = brokerOf(layout, id);
    await launch(classPath, place, heap);
    if ((await awaitBroker(place, (ids) => ids.includes(id))) !== 'ready')
      throw new LocalServerError(`A port of Kafka's broker ${id} is taken.`);
  },
  stop: async (mode) => void (await stopKafka(layout, mode)),
});

/** Starts a Kafka in KRaft mode that outlives this process. */
export const startKafka = async (options: KafkaOptions, log?: (message: string) => void): Promise<KafkaCluster> => {
  const classPath = await kafkaClassPath(log);
  return kafkaCluster(await startAll(options, classPath), classPath, options.heap);
};
