import kafkajs from 'kafkajs';
import type { TopicSettings } from '#fanout';
import { privateKafka, topicName, type PrivateKafka } from '../../../../test/support/kafka.ts';
import { until } from '../../../../test/support/until.ts';
import type { KafkaConnection } from './connection.ts';
import { sendThrough } from './testing/send-through.ts';
import { kafkaTopics } from './topics.ts';

const partitions = 3;

describe('three brokers', () => {
  let kafka: PrivateKafka;
  let connection: KafkaConnection;

  beforeAll(async () => {
    kafka = await privateKafka({ brokers: 3 });
    connection = { brokers: kafka.brokers, clientId: 'test', requestTimeout: 2_000 };
  });
  afterAll(() => kafka.stop());

  const settingsOf = (name: string): TopicSettings => ({ name, partitions, replication: 3, minInsyncReplicas: 2, retentionMs: -1 });
  const ensure = async (name: string): Promise<void> => {
    const topics = await kafkaTopics(connection);
    await topics.ensure(settingsOf(name)).finally(() => topics.close());
  };
  const newTopic = async (): Promise<string> => {
    const name = topicName('cluster');
    await ensure(name);
    return name;
  };

  const leaderOf = async (topic: string, partition: number): Promise<number> => {
    const admin = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    await admin.disconnect();
    return topics[0]!.partitions.find(({ partitionId }) => partitionId === partition)!.leader;
  };

  const sendThroughFault = async (fault: (leader: number) => Promise<void>): Promise<void> => {
    const topic = await newTopic();
    const leader = await leaderOf(topic, 0);
    await sendThrough({ connection, topic, partitions }, () => fault(leader));
  };

  it('lose nothing when a leader is killed', async () => {
    let killed: number | undefined;
    const sending = sendThroughFault(async (leader) => {
      killed = leader;
      await kafka.kill(leader, 'SIGKILL');
    });
    // Whatever came of it, the next test needs all three.
    await sending.finally(() => killed && kafka.restart(killed));
  });

  it('lose nothing when a leader hangs, is replaced, and comes back', async () => {
    await sendThroughFault(async (leader) => {
      await kafka.kill(leader, 'SIGSTOP');
      const began = performance.now();
      // Until its session is over, and another leads.
      expect(await until(() => performance.now() - began > 4_500)).toBe(true);
      await kafka.kill(leader, 'SIGCONT');
    });
  });

  it('find that a topic fits though one of them is down', async () => {
    const topic = await newTopic();
    await kafka.kill(1, 'SIGKILL');
    const fits = (): Promise<boolean> =>
      ensure(topic).then(
        () => true,
        () => false,
      );
    expect(await until(fits)).toBe(true);
    await kafka.restart(1);
  });
});
