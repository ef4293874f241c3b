import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import type { Admin } from 'kafkajs';
import type { TopicSettings } from '#fanout';
import type { KafkaConnection } from '#kafka';
import { startKafka } from '../../deploy/local/kafka-cluster.ts';
import { temporaryFolder } from '../support/test-server.ts';

/** A Kafka of one broker, of the bench's own. */
export interface BenchKafka {
  readonly brokers: readonly string[];
  connection(clientId: string): KafkaConnection;
  /**
   * As the distributed profile has a topic by default, as far as one broker allows: one copy, which is all copies. It keeps records for ever, as
   * those of the bench are of the past, and a broker would soon remove them. A name of its own.
   */
  topic(): TopicSettings;
  recordsIn(topic: string): Promise<number>;
  /** Bytes of the topic's records in the broker's log: what came over the wire, since it keeps batches as they come. */
  bytesOf(topic: string): Promise<number>;
  remove(topic: string): Promise<void>;
}

export const partitions = 12;

const bytesIn = async (folder: string): Promise<number> => {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(logs.map((name) => stat(join(folder, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
};

/** Anew each time: one that has asked for a topic fails once that is gone. */
const administering =
  (brokers: readonly string[]) =>
  async <T>(work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = new kafkajs.Kafka({ clientId: 'dealtrail-bench', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  };

/** Starts a broker that is compiled as a lasting one is, unlike those of tests. It ends after the work, or with this process, however that ends. */
export const withKafka = async <T>(work: (kafka: BenchKafka) => Promise<T>): Promise<T> => {
  const folder = await temporaryFolder();
  const place = join(folder.path, 'kafka');
  const cluster = await startKafka({ folder: place, brokers: 1 });
  const brokers = cluster.bootstrap;
  const administer = administering(brokers);
  try {
    return await work({
      brokers,
      connection: (clientId) => ({ brokers, clientId }),
      topic: () => ({ name: `bench-${randomUUID()}`, partitions, replication: 1, minInsyncReplicas: 1, retentionMs: -1 }),
      recordsIn: async (topic) => {
        const offsets = await administer((admin) => admin.fetchTopicOffsets(topic));
        return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
      },
      bytesOf: async (topic) => {
        const folders = Array.from({ length: partitions }, (_, at) => join(place, 'broker-1', 'data', `${topic}-${at}`));
        return (await Promise.all(folders.map(bytesIn))).reduce((sum, bytes) => sum + bytes, 0);
      },
      remove: (topic) => administer((admin) => admin.deleteTopics({ topics: [topic] })),
    });
  } finally {
    await cluster.stop();
    await folder.remove();
  }
};
