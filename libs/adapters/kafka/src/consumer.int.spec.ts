import kafkajs from 'kafkajs';
import type { FanoutRecord, PartitionListener, ReceivedRecord, RecordConsumer } from '#fanout';
import { testKafka, topicName } from '../../../../test/support/kafka.ts';
import { until } from '../../../../test/support/until.ts';
import type { KafkaConnection } from './connection.ts';
import { openKafkaConsumer } from './consumer.ts';
import { openKafkaProducer } from './producer.ts';
import { indexesSeen, indexesSent } from './testing/running-maximum.ts';
import { recordsFrom, someRecord } from './testing/some-records.ts';
import { kafkaTopics } from './topics.ts';

const partitions = 4;

/** A listener that keeps all it is told. */
const keeping = (received: (partition: number, records: readonly ReceivedRecord[]) => Promise<void> = async () => undefined) => {
  const kept = { assigned: [] as number[], records: [] as ReceivedRecord[], warnings: [] as string[] };
  const listener: PartitionListener = {
    assigned: (now) => void (kept.assigned = [...now]),
    revoked: (gone) => void (kept.assigned = kept.assigned.filter((partition) => !gone.includes(partition))),
    received: async (partition, records) => {
      kept.records.push(...records);
      await received(partition, records);
    },
    warned: ({ message }) => void kept.warnings.push(message),
  };
  return { ...kept, listener, now: kept };
};

const indexesOf = (records: readonly FanoutRecord[]): readonly number[] => records.map(({ event }) => event.index);

/** How many different ones: whenever its group is dealt anew, a member may get some again. */
const seen = (records: readonly FanoutRecord[]): number => new Set(indexesOf(records)).size;

const sorted = (indexes: Iterable<number>): readonly number[] => [...indexes].toSorted((a, b) => a - b);

describe('the consumer', () => {
  let connection: KafkaConnection;
  const running: RecordConsumer[] = [];

  beforeAll(async () => {
    connection = { ...(await testKafka()), clientId: 'test' };
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
  });

  const newTopic = async (): Promise<string> => {
    const topics = await kafkaTopics(connection);
    const name = topicName('consumer');
    await topics.ensure({ name, partitions, replication: 1, minInsyncReplicas: 1, retentionMs: -1 });
    await topics.close();
    return name;
  };

  const send = async (topic: string, records: readonly FanoutRecord[]): Promise<void> => {
    const producer = await openKafkaProducer(connection)(topic);
    await producer.send(records);
    await producer.close();
  };

  const consume = async (topic: string, group: string, listener: PartitionListener): Promise<RecordConsumer> => {
    const consumer = await openKafkaConsumer(connection, { commitEvery: 100, sessionTimeout: 6_000 })({ topic, group }, listener);
    running.push(consumer);
    return consumer;
  };

  it('hands over all records from the oldest on, each partition in order, and then the new ones', async () => {
    const topic = await newTopic();
    const records = recordsFrom(0, 2_000, partitions);
    await send(topic, records.slice(0, 1_500));
    const { listener, now } = keeping();
    const consumer = await consume(topic, topicName('group'), listener);
    expect(await until(() => seen(now.records) === 1_500)).toBe(true);
    expect(sorted(now.assigned)).toEqual([0, 1, 2, 3]);
    expect(consumer.status()).toEqual({ joined: true, fetchedAt: expect.any(Number) });
    await send(topic, records.slice(1_500));
    expect(await until(() => seen(now.records) === 2_000)).toBe(true);
    for (let partition = 0; partition < partitions; partition += 1)
      expect(indexesSeen(now.records, partition)).toEqual(indexesSent(records, partition));
    const { fetchedAt } = consumer.status();
    expect(await until(() => consumer.status().fetchedAt > fetchedAt)).toBe(true);
    expect(now.warnings.join()).not.toContain('passed over');
  });

  it('shares the partitions with another member, and takes them over when that leaves', async () => {
    const topic = await newTopic();
    const group = topicName('group');
    const [first, second] = [keeping(), keeping()];
    await consume(topic, group, first.listener);
    expect(await until(() => first.now.assigned.length === 4)).toBe(true);
    const leaving = await consume(topic, group, second.listener);
    expect(await until(() => first.now.assigned.length === 2 && second.now.assigned.length === 2)).toBe(true);
    expect(sorted([...first.now.assigned, ...second.now.assigned])).toEqual([0, 1, 2, 3]);
    const records = recordsFrom(0, 400, partitions);
    await send(topic, records);
    const both = () => [...first.now.records, ...second.now.records];
    expect(await until(() => seen(both()) === 400)).toBe(true);
    expect(sorted(new Set(indexesOf(both())))).toEqual(indexesOf(records));
    const began = performance.now();
    await leaving.stop();
    expect(await until(() => first.now.assigned.length === 4)).toBe(true);
    // By saying goodbye, not by being given up for dead after six seconds.
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(second.now.assigned).toEqual([]);
  });

  it('goes on where the group has committed', async () => {
    const topic = await newTopic();
    const group = topicName('group');
    const records = recordsFrom(0, 200, 1);
    await send(topic, records);
    const { listener, now } = keeping();
    const consumer = await consume(topic, group, listener);
    expect(await until(() => now.records.length === 200)).toBe(true);
    consumer.commit(0, '100');
    consumer.commit(0, '150');
    await consumer.stop();
    const next = keeping();
    await consume(topic, group, next.listener);
    expect(await until(() => next.now.records.length >= 50)).toBe(true);
    expect(indexesOf(next.now.records)).toEqual(indexesOf(records.slice(150)));
  });

  it('lets no partition wait for a slow one, nor the group for its member', async () => {
    const topic = await newTopic();
    const records = recordsFrom(0, 200, partitions);
    const [slow] = records.map(({ partition }) => partition);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { listener, now } = keeping(async (partition) => (partition === slow ? held : undefined));
    await send(topic, records.slice(0, 100));
    const consumer = await consume(topic, topicName('group'), listener);
    const others = (list: readonly FanoutRecord[]) => list.filter(({ partition }) => partition !== slow);
    expect(await until(() => seen(others(now.records)) === others(records.slice(0, 100)).length)).toBe(true);
    // In batches of their own, so that the slow partition has more than it can take.
    for (let at = 100; at < 200; at += 20) {
      await send(topic, records.slice(at, at + 20));
      expect(await until(() => seen(others(now.records)) === others(records.slice(0, at + 20)).length)).toBe(true);
    }
    // Longer than its session: heartbeats go on while its listener is not done.
    const began = performance.now();
    expect(await until(() => performance.now() - began > 7_000)).toBe(true);
    expect(consumer.status().joined).toBe(true);
    expect(now.records.filter(({ partition }) => partition === slow).length).toBeLessThan(
      records.filter(({ partition }) => partition === slow).length,
    );
    release();
    expect(await until(() => seen(now.records) === 200)).toBe(true);
    expect(indexesSeen(now.records, slow!)).toEqual(indexesSent(records, slow!));
    expect(now.warnings.join()).not.toContain('passed over');
  });

  it('passes over what is not a record of this program, and says so', async () => {
    const topic = await newTopic();
    const producer = new kafkajs.Kafka({ brokers: [...connection.brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({
      createPartitioner: () => () => 0,
    });
    await producer.connect();
    await producer.send({ topic, messages: [{ value: 'hello' }, { value: null, key: 'gone' }] });
    await producer.disconnect();
    await send(topic, [someRecord({ index: 5, partition: 0 })]);
    const { listener, now } = keeping();
    await consume(topic, topicName('group'), listener);
    expect(await until(() => now.records.length === 1)).toBe(true);
    expect(now.records[0]).toMatchObject({ event: { index: 5 }, offset: '2' });
    expect(now.warnings.join()).toContain('2 record(s) in partition 0');
    expect(now.warnings.join()).toContain('offset 0: the header ce_specversion is missing');
  });

  it('begins anew where its listener failed, from the last commit', async () => {
    const topic = await newTopic();
    let failures = 0;
    const { listener, now } = keeping(async () => {
      failures += 1;
      if (failures === 1) throw new Error('the database is away');
    });
    await send(topic, [someRecord({ index: 1, partition: 0 })]);
    await consume(topic, topicName('group'), listener);
    expect(await until(() => failures === 2)).toBe(true);
    expect(indexesOf(now.records)).toEqual([1, 1]);
    expect(now.warnings[0]).toContain('records of partition 0 were not taken: Error: the database is away');
  });

  it('waits for a Kafka that is not there yet, warning, and stops at once', async () => {
    const { listener, now } = keeping();
    const open = openKafkaConsumer({ brokers: ['127.0.0.1:1'], clientId: 'test' }, { backoff: { first: 20, most: 100 } });
    const consumer = await open({ topic: 'any', group: 'any' }, listener);
    expect(await until(() => now.warnings.length >= 2)).toBe(true);
    expect(consumer.status().joined).toBe(false);
    await consumer.stop();
  });
});
