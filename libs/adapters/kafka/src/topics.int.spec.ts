import kafkajs from 'kafkajs';
import { TopicUnfit, type Topics } from '#fanout';
import { testKafka, topicName } from '../../../../test/support/kafka.ts';
import type { KafkaConnection } from './connection.ts';
import { kafkaTopics } from './topics.ts';

describe('a topic', () => {
  let connection: KafkaConnection;
  let topics: Topics;
  let admin: kafkajs.Admin;

  beforeAll(async () => {
    connection = { ...(await testKafka()), clientId: 'test' };
    topics = await kafkaTopics(connection);
    admin = new kafkajs.Kafka({ brokers: [...connection.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(async () => {
    await topics.close();
    await admin.disconnect();
  });

  const settings = { partitions: 3, replication: 1, minInsyncReplicas: 1, retentionMs: 3_600_000 };

  it('is made as it has to be, and found to be so', async () => {
    const name = topicName();
    await topics.ensure({ name, ...settings });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
    });
    const found = Object.fromEntries(resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]));
    expect(found).toMatchObject({
      'cleanup.policy': 'delete',
      'max.message.bytes': String(8 * 1024 * 1024),
      'min.insync.replicas': '1',
      'retention.ms': '3600000',
    });
    expect((await admin.fetchTopicMetadata({ topics: [name] })).topics[0]!.partitions).toHaveLength(3);
    await topics.ensure({ name, ...settings });
  });

  it('that fits is looked at without a complaint', async () => {
    const name = topicName();
    await topics.ensure({ name, ...settings });
    const told: string[] = [];
    const watched = await kafkaTopics({ ...connection, log: (_, message) => void told.push(message) });
    await watched.ensure({ name, ...settings });
    await watched.close();
    expect(told).toEqual([]);
  });

  it('is kept for ever when it has to be', async () => {
    const name = topicName();
    await topics.ensure({ name, ...settings, retentionMs: -1 });
    await topics.ensure({ name, ...settings, retentionMs: -1 });
  });

  it('of another make is refused, with each setting named', async () => {
    const name = topicName();
    const configEntries = [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'max.message.bytes', value: '1000' },
    ];
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic: name, numPartitions: 2, configEntries }] });
    const refusal = await topics.ensure({ name, ...settings }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TopicUnfit);
    const { message } = refusal as TopicUnfit;
    expect(message).toContain(`The topic ${name} is not what it has to be`);
    expect(message).toContain('partitions is 2, should be 3');
    expect(message).toContain('cleanup.policy is compact, should be delete');
    expect(message).toContain('max.message.bytes is 1000, should be at least 8388608');
    expect(message).toContain('retention.ms is 604800000, should be 3600000');
    expect(message).toContain('A topic of another name is needed');
  });

  it('that can be mended is refused with the way to mend it', async () => {
    const name = topicName();
    await topics.ensure({ name, ...settings });
    await expect(topics.ensure({ name, ...settings, retentionMs: 1_000 })).rejects.toThrow(
      `--alter --entity-type topics --entity-name ${name} --add-config retention.ms=1000`,
    );
  });

  it('may take larger records than it has to', async () => {
    const name = topicName();
    await topics.ensure({ name, ...settings });
    const configEntries = [
      { name: 'max.message.bytes', value: String(16 * 1024 * 1024) },
      { name: 'retention.ms', value: String(settings.retentionMs) },
      { name: 'min.insync.replicas', value: '1' },
      { name: 'message.timestamp.type', value: 'CreateTime' },
    ];
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configEntries }] });
    await topics.ensure({ name, ...settings });
  });
});
