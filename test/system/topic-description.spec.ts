import { readFile } from 'node:fs/promises';
import kafkajs from 'kafkajs';
import { openKafkaProducer, kafkaTopics } from '#kafka';
import { sequence } from '#projections/testing';
import { testKafka, topicName } from '../support/kafka.ts';

interface Described {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The headers as the AsyncAPI document has them: the schema that names the most of them. */
const describedHeaders = async (): Promise<Described> => {
  const text = await readFile(new URL('../../docs/generated/asyncapi.json', import.meta.url), 'utf8');
  const found: Described[] = [];
  JSON.parse(text, (_key, value: unknown) => {
    const schema = value as Partial<Described> | null;
    if (schema?.properties?.['ce_previndex'] !== undefined) found.push(schema as Described);
    return value;
  });
  const [headers] = found.sort((one, other) => Object.keys(other.properties).length - Object.keys(one.properties).length);
  if (!headers) throw new Error('the document has no headers');
  return headers;
};

describe('the description of the topic', () => {
  it('names exactly the headers that its records have', async () => {
    const { required, properties } = await describedHeaders();
    const connection = { brokers: (await testKafka()).brokers, clientId: 'test' };
    const topic = topicName('described');
    const topics = await kafkaTopics(connection);
    await topics.ensure({ name: topic, partitions: 1, replication: 1, minInsyncReplicas: 1, retentionMs: -1 });
    const [event] = sequence([{ caseId: 'c', event: { type: 'CounterAdded', data: { amount: 1, note: null } } }]);
    const producer = await openKafkaProducer(connection)(topic);
    const record = (sealed: readonly Buffer[], index: number) => ({
      ...{ ledgerId: '0197aaaa-bbbb-7ccc-8ddd-eeeeffff0000', partition: 0, prevIndex: -1 },
      event: { ...event!, index, sealed },
    });
    await producer.send([record([], 0), record([Buffer.from('ciphertext')], 1)]);
    const consumer = new kafkajs.Kafka({ brokers: [...connection.brokers], logLevel: kafkajs.logLevel.NOTHING }).consumer({
      groupId: topic,
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const names = await new Promise<readonly (readonly string[])[]>((resolve) => {
      const found: string[][] = [];
      void consumer.run({
        eachMessage: async ({ message }) => {
          found.push(Object.keys(message.headers ?? {}));
          if (found.length === 2) resolve(found);
        },
      });
    });
    await Promise.all([consumer.disconnect(), producer.close(), topics.close()]);
    expect([...names[0]!].sort()).toEqual([...required].sort());
    expect([...names[1]!].sort()).toEqual(Object.keys(properties).sort());
  });
});
