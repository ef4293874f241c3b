import { setTimeout as pause } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { Admin, ITopicMetadata } from 'kafkajs';
import { TopicUnfit, type Topics, type TopicSettings } from '#fanout';
import { clientOf, type KafkaConnection } from './connection.ts';
import { withBrokerNamed } from './named-broker.ts';

/** The largest record: an event's data and its entry, and the ciphertexts beside them, with much to spare. */
export const largestRecord = 8 * 1024 * 1024;

/** For the leaders of a new topic; ms. */
const patience = 30_000;

const largest = 'max.message.bytes';

const configOf = ({ minInsyncReplicas, retentionMs }: TopicSettings): Readonly<Record<string, string>> => ({
  'cleanup.policy': 'delete',
  [largest]: String(largestRecord),
  'min.insync.replicas': String(minInsyncReplicas),
  'retention.ms': String(retentionMs),
  // Records go by time only, and keep the time that they were given.
  'retention.bytes': '-1',
  'message.timestamp.type': 'CreateTime',
});

/** False if it is there. */
const create = (admin: Admin, settings: TopicSettings): Promise<boolean> =>
  admin.createTopics({
    // It fails where a broker has not heard of the topic yet.
    waitForLeaders: false,
    topics: [
      {
        topic: settings.name,
        numPartitions: settings.partitions,
        replicationFactor: settings.replication,
        configEntries: Object.entries(configOf(settings)).map(([name, value]) => ({ name, value })),
      },
    ],
  });

type Deviation = readonly [setting: string, is: string, wanted: string];

type Partitions = ITopicMetadata['partitions'];

const notYet = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION']);

/** What fails because a topic is new comes to nothing, to be tried again. */
const unlessNew = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: { readonly type?: string; readonly cause?: { readonly type?: string } }) => {
    if (notYet.has(error.type ?? error.cause?.type ?? '')) return undefined;
    throw error;
  });

/** Nothing when it is not there, or so new that not all have a leader. */
const partitionsOf = async (admin: Admin, topic: string): Promise<Partitions | undefined> =>
  (await unlessNew(admin.fetchTopicMetadata({ topics: [topic] })))?.topics[0]?.partitions;

/** Its partitions, when each has a leader that says so itself. */
const ledPartitions = async (admin: Admin, topic: string): Promise<Partitions | undefined> => {
  const partitions = await partitionsOf(admin, topic);
  if (!partitions?.every(({ leader }) => leader >= 0)) return undefined;
  return (await unlessNew(admin.fetchTopicOffsets(topic))) && partitions;
};

/** A broker hears of a new topic, and begins to lead its partitions, a moment after it is made. */
const awaitLeaders = async (admin: Admin, topic: string): Promise<Partitions> => {
  const deadline = performance.now() + patience;
  for (;;) {
    const partitions = await ledPartitions(admin, topic);
    if (partitions) return partitions;
    if (performance.now() > deadline) throw new Error(`not all partitions of the topic ${topic} have a leader`);
    await pause(50);
  }
};

const shapeDeviations = (found: Partitions, { partitions, replication }: TopicSettings): readonly Deviation[] => {
  const copies = [...new Set(found.map(({ replicas }) => replicas.length))].filter((count) => count !== replication);
  return [
    ...(found.length === partitions ? [] : [['partitions', String(found.length), String(partitions)] as const]),
    ...copies.map((count) => ['replication', String(count), String(replication)] as const),
  ];
};

const fits = (name: string, is: string | undefined, wanted: string): boolean =>
  is === wanted || (name === largest && Number(is) >= Number(wanted));

const configDeviations = async (admin: Admin, settings: TopicSettings): Promise<readonly Deviation[]> => {
  const wanted = configOf(settings);
  const described = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: settings.name, configNames: Object.keys(wanted) }],
  });
  const found = new Map(described.resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  return Object.entries(wanted)
    .filter(([name, value]) => !fits(name, found.get(name), value))
    .map(([name, value]) => [name, found.get(name) ?? 'not set', name === largest ? `at least ${value}` : value]);
};

const remedyOf = (topic: string, deviations: readonly Deviation[]): string => {
  const fixed = deviations.some(([setting]) => setting === 'partitions' || setting === 'replication');
  if (fixed)
    return 'A topic of another name is needed for another number of partitions or copies: which partition a case is in depends on it.';
  const changes = deviations.map(([setting, , wanted]) => `${setting}=${wanted.replace('at least ', '')}`).join();
  return `Mend it with "kafka-configs.sh --alter --entity-type topics --entity-name ${topic} --add-config ${changes}", or set what this program is to expect.`;
};

const unfit = (topic: string, deviations: readonly Deviation[]): TopicUnfit => {
  const list = deviations.map(([setting, is, wanted]) => `${setting} is ${is}, should be ${wanted}`).join('; ');
  return new TopicUnfit(`The topic ${topic} is not what it has to be: ${list}. ${remedyOf(topic, deviations)}`);
};

const ensure = async (admin: Admin, settings: TopicSettings): Promise<void> => {
  // Asked first: of one that is there, a broker that is down is not needed, and kafkajs would call it an error that it cannot be made.
  const found = await partitionsOf(admin, settings.name);
  const created = !found && (await create(admin, settings));
  const partitions = found ?? (await awaitLeaders(admin, settings.name));
  if (created) return;
  const deviations = [...shapeDeviations(partitions, settings), ...(await configDeviations(admin, settings))];
  if (deviations.length > 0) throw unfit(settings.name, deviations);
};

const named = (error: unknown): never => {
  throw withBrokerNamed(error);
};

/** Connects. Rejects when no broker answers. */
export const kafkaTopics = async (connection: KafkaConnection): Promise<Topics> => {
  const admin = clientOf(connection).admin();
  await admin.connect().catch(named);
  return {
    ensure: (settings) => ensure(admin, settings).catch(named),
    close: () => admin.disconnect(),
  };
};
