import kafkajs from 'kafkajs';
import { until } from './until.ts';

/**
 * Waits until every partition of a topic has all its copies in sync. Before that, a broker that is killed may have the only one that is: then the
 * partition rests until it comes back, as a broker never lets a copy lead that may lack what was acknowledged.
 */
export const allInSync = async (brokers: readonly string[], topic: string, milliseconds = 60_000): Promise<void> => {
  const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  const inSync = async (): Promise<boolean> => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.every(({ leader, isr, replicas }) => leader >= 0 && isr.length === replicas.length) ?? false;
  };
  const reached = await until(() => inSync().catch(() => false), milliseconds);
  await admin.disconnect();
  if (!reached) throw new Error(`the copies of ${topic} do not come to be in sync`);
};
