import kafkajs, { type IHeaders, type KafkaMessage } from 'kafkajs';
import { unpackSealed } from '#eventsourcing';
import { topicName } from './kafka.ts';
import { until } from './until.ts';

/** One record of the topic, read without the program's own decoder. */
export interface TopicRecord {
  readonly partition: number;
  readonly key: string;
  readonly ledgerId: string;
  readonly index: number;
  readonly prevIndex: number;
  readonly stream: string;
  readonly revision: number;
  readonly entry: Buffer;
  readonly data: Buffer;
  readonly sealed: readonly Buffer[];
}

const text = (headers: IHeaders, name: string): string => String(headers[name]);

const recordOf = (partition: number, { key, value, headers = {} }: KafkaMessage): TopicRecord => ({
  partition,
  key: String(key),
  ledgerId: text(headers, 'ce_ledgerid'),
  index: Number(text(headers, 'ce_index')),
  prevIndex: Number(text(headers, 'ce_previndex')),
  stream: text(headers, 'ce_stream'),
  revision: Number(text(headers, 'ce_revision')),
  entry: headers['dealtrail_entry'] as Buffer,
  data: value ?? Buffer.alloc(0),
  sealed: unpackSealed((headers['dealtrail_sealed'] as Buffer | undefined) ?? null),
});

/** The offset after the last record of each partition that has any. */
const endsOf = async (kafka: kafkajs.Kafka, topic: string): Promise<ReadonlyMap<number, bigint>> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(offsets.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]));
  } finally {
    await admin.disconnect();
  }
};

/** All that is in a topic, each partition in the order of its offsets, by kafkajs' consumer alone. Throws when it cannot be read to its end. */
export const wholeTopic = async (brokers: readonly string[], topic: string): Promise<readonly TopicRecord[]> => {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const open = new Map(await endsOf(kafka, topic));
  const records: TopicRecord[] = [];
  if (open.size === 0) return records;
  const consumer = kafka.consumer({ groupId: topicName('reader'), maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { partition, messages } }) => {
        for (const message of messages) records.push(recordOf(partition, message));
        const last = messages.at(-1);
        if (last && BigInt(last.offset) + 1n >= (open.get(partition) ?? 0n)) open.delete(partition);
      },
    });
    if (!(await until(() => open.size === 0, 60_000))) throw new Error(`${topic} could not be read to its end`);
  } finally {
    await consumer.disconnect();
  }
  return records;
};
