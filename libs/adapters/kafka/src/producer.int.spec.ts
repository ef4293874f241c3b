import { RecordRefused, TopicMissing, type FanoutRecord, type OpenProducer } from '#fanout';
import kafkajs from 'kafkajs';
import { runKafkaTool } from '../../../../deploy/local/kafka-tools.ts';
import { testKafka, topicName } from '../../../../test/support/kafka.ts';
import type { KafkaConnection } from './connection.ts';
import { messageOf } from './message.ts';
import { openKafkaProducer } from './producer.ts';
import { readTopic } from './testing/read-topic.ts';
import { recordsFrom, someRecord } from './testing/some-records.ts';
import { kafkaTopics } from './topics.ts';

const partitions = 6;

describe('the producer', () => {
  let connection: KafkaConnection;
  let open: OpenProducer;

  beforeAll(async () => {
    connection = { ...(await testKafka()), clientId: 'test' };
    open = openKafkaProducer(connection);
  });

  const newTopic = async (): Promise<string> => {
    const topics = await kafkaTopics(connection);
    const name = topicName('producer');
    await topics.ensure({ name, partitions, replication: 1, minInsyncReplicas: 1, retentionMs: -1 });
    await topics.close();
    return name;
  };

  const indexesOf = (records: readonly FanoutRecord[], partition: number): readonly number[] =>
    records.filter((record) => record.partition === partition).map(({ event }) => event.index);

  it('puts each record into its partition, in order, and they come back as they were', async () => {
    const topic = await newTopic();
    const producer = await open(topic);
    const records = recordsFrom(0, 1000, partitions);
    for (let at = 0; at < records.length; at += 300) await producer.send(records.slice(at, at + 300));
    await producer.close();
    const found = await readTopic(connection, topic, records.length);
    for (let partition = 0; partition < partitions; partition += 1)
      expect(indexesOf(found, partition)).toEqual(indexesOf(records, partition));
    const byIndex = new Map(found.map((record) => [record.event.index, record]));
    for (const record of records) expect(byIndex.get(record.event.index)).toEqual({ ...record, offset: expect.any(String) });
  });

  it('takes large records, and more at once than a broker does', async () => {
    const topic = await newTopic();
    const producer = await open(topic);
    const large = someRecord({ index: 0, partition: 1, data: Buffer.alloc(5 * 1024 * 1024, 'x'), sealed: [Buffer.alloc(1024 * 1024, 1)] });
    const many = recordsFrom(1, 120, partitions, 300_000);
    await producer.send([large, ...many]);
    await producer.close();
    const found = await readTopic(connection, topic, 121);
    // Not as a whole: Jest takes half a minute to compare so many bytes.
    const { event } = found.find((record) => record.event.index === 0)!;
    expect([event.data.equals(large.event.data), event.sealed[0]?.equals(large.event.sealed[0]!), event.leaf]).toEqual([
      true,
      true,
      large.event.leaf,
    ]);
    expect(found.map(({ event }) => event.index).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 121 }, (_, at) => at));
  });

  it('packs records when it is told to', async () => {
    const topic = await newTopic();
    const producer = await openKafkaProducer(connection, { compression: 'gzip' })(topic);
    const records = recordsFrom(0, 50, partitions);
    await producer.send(records);
    await producer.close();
    expect(await readTopic(connection, topic, 50)).toEqual(
      expect.arrayContaining(records.map((record) => ({ ...record, offset: expect.any(String) }))),
    );
  });

  it('sends nothing of nothing', async () => {
    const producer = await open(await newTopic());
    await producer.send([]);
    await producer.close();
  });

  it('is done with after a record that the broker refuses, and says why', async () => {
    const topic = await newTopic();
    const producer = await open(topic);
    const oversized = someRecord({ index: 7, caseId: 'lead-9', partition: 2, data: Buffer.alloc(9 * 1024 * 1024, 'x') });
    const refusal = await producer.send([someRecord({ index: 6, partition: 1 }), oversized]).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RecordRefused);
    expect((refusal as RecordRefused).message).toMatch(
      new RegExp(
        `^${topic} does not take the event at ledger index 7, revision 7 of lead-9: 9\\d{6} bytes are more than its max.message.bytes`,
      ),
    );
    await expect(producer.send([someRecord()])).rejects.toThrow('done with');
  });

  it('names the largest event of a batch that the topic has come to be too small for', async () => {
    const topic = await newTopic();
    const admin = new kafkajs.Kafka({ brokers: [...connection.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const configEntries = [{ name: 'max.message.bytes', value: '10000' }];
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }] });
    await admin.disconnect();
    const producer = await open(topic);
    const small = (index: number) => someRecord({ index, partition: 3 });
    const large = someRecord({ index: 1, caseId: 'lead-1', partition: 3, data: Buffer.alloc(20_000, 'x') });
    await expect(producer.send([small(0), large, small(2)])).rejects.toThrow(
      `${topic} does not take one of 3 events, the largest of them at ledger index 1, revision 1 of lead-1`,
    );
  });

  it('does not leave out a partition that the topic does not have', async () => {
    const producer = await open(await newTopic());
    await expect(producer.send([someRecord({ partition: 0 }), someRecord({ partition: partitions })])).rejects.toThrow('partition 6');
  });

  it('sends in turn what is given to it at once', async () => {
    const topic = await newTopic();
    const producer = await open(topic);
    const records = recordsFrom(0, 600, partitions, 20_000);
    await Promise.all(Array.from({ length: 6 }, (_, at) => producer.send(records.slice(at * 100, at * 100 + 100))));
    await producer.close();
    const found = await readTopic(connection, topic, records.length);
    for (let partition = 0; partition < partitions; partition += 1)
      expect(indexesOf(found, partition)).toEqual(indexesOf(records, partition));
  });

  it('sends nothing after what failed', async () => {
    const topic = await newTopic();
    const producer = await open(topic);
    const outcomes = await Promise.allSettled([
      producer.send([someRecord({ index: 0, partition: 1 })]),
      producer.send([someRecord({ index: 1, partition: partitions })]),
      producer.send([someRecord({ index: 2, partition: 1 })]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await (await open(topic)).send([someRecord({ index: 3, partition: 1 })]);
    expect((await readTopic(connection, topic, 2)).map(({ event }) => event.index)).toEqual([0, 3]);
  });

  it('is not opened on a topic that is not there, nor where nothing listens', async () => {
    await expect(open(topicName('missing'))).rejects.toThrow(TopicMissing);
    await expect(openKafkaProducer({ brokers: ['127.0.0.1:1'], clientId: 'test' })('any')).rejects.toThrow();
  });

  it('writes what Kafka’s own consumer reads', async () => {
    const topic = await newTopic();
    const producer = await open(topic);
    const record = someRecord({
      ledgerId: 'l-1',
      index: 12,
      caseId: 'opportunity-9',
      partition: 3,
      prevIndex: 4,
      sealed: [Buffer.from('cipher')],
    });
    await producer.send([record]);
    await producer.close();
    const properties = ['print.key', 'print.headers', 'print.partition', 'print.timestamp'].flatMap((name) => [
      '--formatter-property',
      `${name}=true`,
    ]);
    const args = [
      '--bootstrap-server',
      connection.brokers.join(),
      '--topic',
      topic,
      '--from-beginning',
      '--max-messages',
      '1',
      ...properties,
    ];
    const { output } = await runKafkaTool('consoleConsumer', args);
    const { names, contents, key, value, timestamp } = messageOf(record);
    const written = names.map((name, at) => `${name}:${contents[at]!.toString()}`).join(',');
    expect(names).toHaveLength(16);
    expect(output).toBe(`CreateTime:${timestamp}\tPartition:3\t${written}\t${key}\t${value.toString()}\n`);
  });
});
