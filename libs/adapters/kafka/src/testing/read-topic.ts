import kafkajs from 'kafkajs';
import type { ReceivedRecord } from '#fanout';
import { topicName } from '../../../../../test/support/kafka.ts';
import { until } from '../../../../../test/support/until.ts';
import type { KafkaConnection } from '../connection.ts';
import { recordOf } from '../message.ts';

/** What is in a topic, by kafkajs' consumer alone: waits for so many records with different indexes, and fails when they do not come. */
export const readTopic = async (connection: KafkaConnection, topic: string, count: number): Promise<readonly ReceivedRecord[]> => {
  const kafka = new kafkajs.Kafka({ brokers: [...connection.brokers], logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: topicName('reader'), maxWaitTimeInMs: 100 });
  const records: ReceivedRecord[] = [];
  const indexes = new Set<number>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      for (const message of batch.messages) {
        const record = recordOf(batch.partition, message);
        records.push(record);
        indexes.add(record.event.index);
      }
    },
  });
  const all = await until(() => indexes.size >= count, 40_000);
  await consumer.disconnect();
  if (!all) throw new Error(`${topic} has ${indexes.size} of ${count} records`);
  return records;
};
