import { execFile } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import kafkajs from 'kafkajs';
import { outputOf, pidOf, startDetached, stopDetached, tailOf, untilReady } from './detached.ts';
import { layOut, propertiesOf, type BrokerPlace, type KafkaLayout, type KafkaOptions } from './kafka-layout.ts';
import { javaOptions, type JavaUse, type KafkaRuntime } from './kafka-runtime.ts';
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

const format = async (runtime: KafkaRuntime, { clusterId }: KafkaLayout, place: BrokerPlace): Promise<void> => {
  const options = [`-Dlog4j2.configurationFile=${loggingFile(place)}`, ...javaOptions(runtime, { heap: 64, brief: true })];
  const args = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', propertiesFile(place)];
  await run('java', [...options, ...args]).catch((cause: unknown) => {
    throw new LocalServerError(`Kafka's storage in ${place.folder} cannot be formatted: ${String(cause)}`, { cause });
  });
};

/** Writes a broker's settings anew, and formats its storage at the first time. */
const prepareBroker = async (runtime: KafkaRuntime, layout: KafkaLayout, place: BrokerPlace, sessionTimeout: number): Promise<void> => {
  await mkdir(place.folder, { recursive: true });
  await writeFile(propertiesFile(place), propertiesOf(layout, place, sessionTimeout));
  await writeFile(loggingFile(place), logging);
  if (!(await isFormatted(place))) await format(runtime, layout, place);
};

/** How the brokers' Java is run. */
export interface BrokerJava extends Partial<JavaUse> {
  /** More options of `java`. */
  readonly more?: readonly string[];
}

const launch = async (
  runtime: KafkaRuntime,
  place: BrokerPlace,
  { heap = usualHeap, brief = false, more = [] }: BrokerJava,
): Promise<void> => {
  const options = [`-Xms${heap}m`, `-Dlog4j2.configurationFile=${loggingFile(place)}`, ...more, ...javaOptions(runtime, { heap, brief })];
  await startDetached({ ...programOf(place), command: 'java', args: [...options, 'kafka.Kafka', propertiesFile(place)] });
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

const brokerOf = ({ brokers }: KafkaLayout, id: number): BrokerPlace => {
  const place = brokers[id - 1];
  if (!place) throw new LocalServerError(`This Kafka has no broker ${id}.`);
  return place;
};

export const brokerPid = (layout: KafkaLayout, id: number): Promise<number | undefined> => pidOf(programOf(brokerOf(layout, id)));

/** Starts one broker again, on its ports, and waits until it is in the cluster. */
export const startBroker = async (runtime: KafkaRuntime, layout: KafkaLayout, id: number, java: BrokerJava): Promise<void> => {
  const place = brokerOf(layout, id);
  await launch(runtime, place, java);
  if ((await awaitBroker(place, (ids) => ids.includes(id))) !== 'ready')
    throw new LocalServerError(`A port of Kafka's broker ${id} is taken.`);
};

/** Ends all brokers, by force after so many ms. Each leaves in order while the others are there to take over; the last ones find nobody. */
export const stopBrokers = async ({ brokers }: KafkaLayout, patienceToStop: number): Promise<boolean> => {
  const stopped = await Promise.all(brokers.map((place) => stopDetached(programOf(place), patienceToStop)));
  return stopped.some(Boolean);
};

/** Whether a broker runs, and whether it answers. */
export const statusOf = async (place: BrokerPlace) => ({
  pid: await pidOf(programOf(place)),
  answers: (await brokersSeenBy(`127.0.0.1:${place.direct}`)).includes(place.id),
});

const attempts = 5;

/** Starts all brokers of a cluster, made in the folder at the first time. A port may be taken between choosing and binding it: then all start again on others. */
export const startBrokers = async (runtime: KafkaRuntime, options: KafkaOptions, java: BrokerJava, attempt = 1): Promise<KafkaLayout> => {
  const layout = await layOut(options);
  const { sessionTimeout = usualSession } = options;
  await Promise.all(layout.brokers.map((place) => prepareBroker(runtime, layout, place, sessionTimeout)));
  for (const place of layout.brokers) await launch(runtime, place, java);
  const everyone = (ids: readonly number[]): boolean => ids.length === layout.brokers.length;
  const outcomes = await Promise.allSettled(layout.brokers.map((place) => awaitBroker(place, everyone)));
  if (outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value === 'ready')) return layout;
  await stopBrokers(layout, 0);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  if (attempt === attempts) throw new LocalServerError('Kafka finds no free ports.');
  return startBrokers(runtime, options, java, attempt + 1);
};
