import { until } from '../../../../../test/support/until.ts';
import type { KafkaConnection } from '../connection.ts';
import { openKafkaProducer } from '../producer.ts';
import { countingConsumer } from './counting-consumer.ts';
import { readTopic } from './read-topic.ts';
import { expectAllSeen } from './running-maximum.ts';
import { sendSurely } from './send-surely.ts';
import { recordsFrom } from './some-records.ts';

export interface Sending {
  /** Of the producer and the consumer, with the fault on the way. */
  readonly connection: KafkaConnection;
  /** For a look at the whole topic afterwards; the same unless said. */
  readonly direct?: KafkaConnection;
  readonly topic: string;
  readonly partitions: number;
}

/** Sends while something is done to the brokers, with a consumer at work all along: sending fails, goes on by itself, and nothing is lost. */
export const sendThrough = async (
  { connection, direct = connection, topic, partitions }: Sending,
  fault: () => Promise<void>,
): Promise<void> => {
  const { indexes, consumer } = await countingConsumer(connection, topic);
  let enough = false;
  const records = recordsFrom(0, 20_000, partitions);
  const sending = sendSurely(openKafkaProducer(connection), topic, records, { batch: 5, enough: () => enough });
  expect(await until(() => indexes.size > 50)).toBe(true);
  await fault();
  const before = indexes.size;
  expect(await until(() => indexes.size > before + 50)).toBe(true);
  enough = true;
  const { sent, failures } = await sending;
  expect(failures).toBeGreaterThan(0);
  expect(await until(() => indexes.size === sent.length)).toBe(true);
  await consumer.stop();
  expectAllSeen(await readTopic(direct, topic, sent.length), sent, partitions);
};
