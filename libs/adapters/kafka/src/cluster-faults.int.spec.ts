import kafkajs from 'kafkajs';
import type { OpenProducer } from '#fanout';
import { privateKafka, topicName, type PrivateKafka } from '../../../../test/support/kafka.ts';
import { until } from '../../../../test/support/until.ts';
import type { KafkaConnection } from './connection.ts';
import { openKafkaProducer } from './producer.ts';
import { countingConsumer } from './testing/counting-consumer.ts';
import { readTopic } from './testing/read-topic.ts';
import { indexesSeen, indexesSent } from './testing/running-maximum.ts';
import { sendSurely } from './testing/send-surely.ts';
import { recordsFrom } from './testing/some-records.ts';
import { kafkaTopics } from './topics.ts';

const partitions = 3;

describe('three brokers', () => {
  let kafka: PrivateKafka;
  let connection: KafkaConnection;
  let open: OpenProducer;

  beforeAll(async () => {
    kafka = await privateKafka({ brokers: 3 });
    connection = { brokers: kafka.brokers, clientId: 'test', requestTimeout: 2_000 };
    open = openKafkaProducer(connection);
  });
  afterAll(() => kafka.stop());

  const leaderOf = async (topic: string, partition: number): Promise<number> => {
    const admin = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    await admin.disconnect();
    return topics[0]!.partitions.find(({ partitionId }) => partitionId === partition)!.leader;
  };

  /** Sends while something is done to a leader, with a consumer at work all along. */
  const sendThrough = async (fault: (leader: number) => Promise<void>): Promise<void> => {
    const topics = await kafkaTopics(connection);
    const topic = topicName('cluster');
    await topics.ensure({ name: topic, partitions, replication: 3, minInsyncReplicas: 2, retentionMs: -1 });
    await topics.close();
    const leader = await leaderOf(topic, 0);
    const { indexes, consumer } = await countingConsumer(connection, topic);
    let enough = false;
    const sending = sendSurely(open, topic, recordsFrom(0, 20_000, partitions), { batch: 5, enough: () => enough });
    expect(await until(() => indexes.size > 50)).toBe(true);
    await fault(leader);
    const before = indexes.size;
    expect(await until(() => indexes.size > before + 50)).toBe(true);
    enough = true;
    const { sent, failures } = await sending;
    expect(failures).toBeGreaterThan(0);
    expect(await until(() => indexes.size === sent.length)).toBe(true);
    await consumer.stop();
    const found = await readTopic(connection, topic, sent.length);
    for (let partition = 0; partition < partitions; partition += 1)
      expect(indexesSeen(found, partition)).toEqual(indexesSent(sent, partition));
  };

  it('lose nothing when a leader is killed', async () => {
    let killed = 0;
    await sendThrough(async (leader) => {
      killed = leader;
      await kafka.kill(leader, 'SIGKILL');
    });
    await kafka.restart(killed);
  });

  it('lose nothing when a leader hangs, is replaced, and comes back', async () => {
    await sendThrough(async (leader) => {
      await kafka.kill(leader, 'SIGSTOP');
      const began = performance.now();
      // Until its session is over, and another leads.
      expect(await until(() => performance.now() - began > 4_500)).toBe(true);
      await kafka.kill(leader, 'SIGCONT');
    });
  });
});
