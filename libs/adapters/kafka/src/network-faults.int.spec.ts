import type { OpenProducer, ReceivedRecord } from '#fanout';
import { privateKafka, topicName, type PrivateKafka } from '../../../../test/support/kafka.ts';
import { tcpProxy, type TcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { until } from '../../../../test/support/until.ts';
import type { KafkaConnection } from './connection.ts';
import { openKafkaConsumer } from './consumer.ts';
import { openKafkaProducer } from './producer.ts';
import { readTopic } from './testing/read-topic.ts';
import { expectAllSeen } from './testing/running-maximum.ts';
import { sendSurely } from './testing/send-surely.ts';
import { sendThrough } from './testing/send-through.ts';
import { recordsFrom } from './testing/some-records.ts';
import { kafkaTopics } from './topics.ts';

const partitions = 2;

describe('one broker behind a bad network', () => {
  let proxy: TcpProxy;
  let kafka: PrivateKafka;
  let connection: KafkaConnection;
  let direct: KafkaConnection;
  let open: OpenProducer;

  beforeAll(async () => {
    proxy = await tcpProxy();
    kafka = await privateKafka({ brokers: 1, advertised: [proxy.port] });
    proxy.to(kafka.ports[0]!);
    connection = { brokers: kafka.brokers, clientId: 'test', requestTimeout: 1_500 };
    direct = { brokers: kafka.direct, clientId: 'test' };
    open = openKafkaProducer(connection);
  });
  afterEach(() => proxy.heal());
  afterAll(async () => {
    await kafka.stop();
    await proxy.close();
  });

  const newTopic = async (): Promise<string> => {
    const topics = await kafkaTopics(direct);
    const name = topicName('faults');
    await topics.ensure({ name, partitions, replication: 1, minInsyncReplicas: 1, retentionMs: -1 });
    await topics.close();
    return name;
  };

  it('a send whose answer is lost fails, and is made good by sending again', async () => {
    const topic = await newTopic();
    const records = recordsFrom(0, 100, partitions);
    const producer = await open(topic);
    await producer.send(records.slice(0, 40));
    proxy.swallow('to-client');
    await expect(producer.send(records.slice(40, 70))).rejects.toThrow('timed out');
    await expect(producer.send(records.slice(70))).rejects.toThrow('done with');
    proxy.heal();
    await sendSurely(open, topic, records.slice(40), { batch: 30 });
    const found = await readTopic(direct, topic, 100);
    // It was in the topic: only its answer was lost.
    expect(found).toHaveLength(130);
    expectAllSeen(found, records, partitions);
  });

  it('a connection cut in the middle of a send loses nothing', async () => {
    const topic = await newTopic();
    const records = recordsFrom(0, 60, partitions, 20_000);
    const producer = await open(topic);
    await producer.send(records.slice(0, 20));
    proxy.delay('to-server', 200);
    const before = proxy.passed('to-server');
    const failing = expect(producer.send(records.slice(20, 40))).rejects.toThrow();
    expect(await until(() => proxy.passed('to-server') > before)).toBe(true);
    proxy.cut();
    await failing;
    proxy.heal();
    await sendSurely(open, topic, records.slice(20), { batch: 20 });
    expectAllSeen(await readTopic(direct, topic, 60), records, partitions);
  });

  it('a broker that hangs fails the send, and loses nothing', async () => {
    const topic = await newTopic();
    const records = recordsFrom(0, 60, partitions);
    const producer = await open(topic);
    await producer.send(records.slice(0, 20));
    await kafka.kill(1, 'SIGSTOP');
    await expect(producer.send(records.slice(20, 40))).rejects.toThrow();
    await kafka.kill(1, 'SIGCONT');
    await sendSurely(open, topic, records.slice(20), { batch: 20 });
    expectAllSeen(await readTopic(direct, topic, 60), records, partitions);
  });

  it('a consumer that gets no answers any more begins anew, though its requests have not timed out', async () => {
    const topic = await newTopic();
    const records = recordsFrom(0, 60, partitions);
    await sendSurely(open, topic, records.slice(0, 30));
    const received: ReceivedRecord[] = [];
    const warnings: string[] = [];
    const assigned: string[] = [];
    const patient: KafkaConnection = { ...connection, requestTimeout: 120_000 };
    const consumer = await openKafkaConsumer(patient, { stuckAfter: 1_500, sessionTimeout: 6_000, backoff: { first: 100, most: 500 } })(
      { topic, group: topicName('group') },
      {
        assigned: (now) => void assigned.push(`+${now.length}`),
        revoked: (gone) => void assigned.push(`-${gone.length}`),
        received: async (_, its) => void received.push(...its),
        warned: ({ message }) => void warnings.push(message),
      },
    );
    expect(await until(() => received.length >= 30)).toBe(true);
    proxy.swallow('to-client');
    expect(await until(() => warnings.length > 0)).toBe(true);
    expect(warnings[0]).toContain('makes no progress');
    expect(assigned).toEqual(['+2', '-2']);
    proxy.heal();
    await sendSurely(open, topic, records.slice(30));
    expect(await until(() => new Set(received.map(({ event }) => event.index)).size === 60)).toBe(true);
    await consumer.stop();
  });

  it('a broker that is killed in the middle of it all loses nothing, and consumers live through it', async () => {
    const topic = await newTopic();
    await sendThrough({ connection, direct, topic, partitions }, async () => {
      await kafka.kill(1, 'SIGKILL');
      await kafka.restart(1);
    });
  });
});
