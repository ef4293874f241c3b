import { readFileSync } from 'node:fs';
import type { TopicSettings } from '#fanout';
import type { KafkaConnection } from '#kafka';
import type { EnvironmentReader, Setting } from '../settings.ts';

export interface KafkaConfig {
  readonly kafka: Omit<KafkaConnection, 'clientId' | 'log'>;
}

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export const kafkaSettings: readonly Setting[] = [
  { name: 'KAFKA_BROKERS', default: '', meaning: 'Apache Kafka, host:port of one or more brokers, separated by commas. Must be set.' },
  { name: 'KAFKA_TLS', default: 'off', meaning: 'on: connections to brokers are encrypted; on or off.' },
  { name: 'KAFKA_CA_FILE', default: '', meaning: 'Who signed the brokers’ certificates, PEM; the system’s authorities without it.' },
  { name: 'KAFKA_SASL_MECHANISM', default: 'plain', meaning: `How the user is proved, with KAFKA_USERNAME: ${mechanisms.join(', ')}.` },
  { name: 'KAFKA_USERNAME', default: '', meaning: 'Without it nobody is named to the brokers.' },
  { name: 'KAFKA_PASSWORD', default: '', meaning: 'Of KAFKA_USERNAME.' },
];

const address = /^[^\s,:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/;

const readBrokers = (reader: EnvironmentReader): readonly string[] => {
  const text = reader.required('KAFKA_BROKERS', 'host:port of one or more brokers, separated by commas');
  const brokers = text.split(',').map((one) => one.trim());
  if (text !== '' && !brokers.every((one) => address.test(one)))
    reader.complain('KAFKA_BROKERS', 'expected host:port of one or more brokers, separated by commas', text);
  return brokers;
};

const readAuthority = (reader: EnvironmentReader, file: string): { readonly ca: string } | true => {
  try {
    return { ca: readFileSync(file, 'utf8') };
  } catch (error) {
    reader.complain('KAFKA_CA_FILE', `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`, file);
    return true;
  }
};

const readTls = (reader: EnvironmentReader): Pick<KafkaConfig['kafka'], 'ssl'> => {
  const file = reader.text('KAFKA_CA_FILE');
  const on = reader.oneOf('KAFKA_TLS', ['on', 'off'], 'off') === 'on';
  if (file !== undefined && !on) reader.complain('KAFKA_TLS', 'is off, and KAFKA_CA_FILE is set; expected on');
  if (!on) return {};
  return { ssl: file === undefined ? true : readAuthority(reader, file) };
};

const readUser = (reader: EnvironmentReader): Pick<KafkaConfig['kafka'], 'sasl'> => {
  const [username, password] = [reader.text('KAFKA_USERNAME'), reader.text('KAFKA_PASSWORD')];
  const mechanism = reader.oneOf('KAFKA_SASL_MECHANISM', mechanisms, 'plain');
  if (username === undefined && password === undefined) return {};
  if (username !== undefined && password !== undefined) return { sasl: { mechanism, username, password } };
  reader.complain(
    username === undefined ? 'KAFKA_USERNAME' : 'KAFKA_PASSWORD',
    'is not set, and its counterpart is; expected both or none',
  );
  return {};
};

export const readKafka = (reader: EnvironmentReader): KafkaConfig => ({
  kafka: { brokers: readBrokers(reader), ...readTls(reader), ...readUser(reader) },
});

const oneWeek = 7 * 24;

export const topicSettings: readonly Setting[] = [
  {
    name: 'KAFKA_TOPIC',
    default: 'dealtrail.events',
    meaning: 'The topic of the first generation; later ones are called <KAFKA_TOPIC>.g2 and so on.',
  },
  {
    name: 'KAFKA_PARTITIONS',
    default: '12',
    meaning: 'Partitions of the topic, 1 to 1000. A multiple of what it has begins a new generation (docs/operations/partitions.md).',
  },
  { name: 'KAFKA_REPLICATION', default: '3', meaning: 'Copies of each partition, 1 to 9; 1 loses events with a broker’s disk.' },
  {
    name: 'KAFKA_MIN_INSYNC_REPLICAS',
    default: '2',
    meaning: 'Copies that must have an event before it counts as published, 1 to KAFKA_REPLICATION.',
  },
  {
    name: 'KAFKA_RETENTION_HOURS',
    default: String(oneWeek),
    meaning: 'How long the topic keeps events, -1 for ever; who comes later takes them from the ledger or the feed.',
  },
];

const topicName = /^[A-Za-z0-9._-]{1,200}$/;

export const readTopic = (reader: EnvironmentReader): TopicSettings => {
  const name = reader.text('KAFKA_TOPIC') ?? 'dealtrail.events';
  if (!topicName.test(name)) reader.complain('KAFKA_TOPIC', 'expected at most 200 letters, digits, dots, dashes and underscores', name);
  const replication = reader.integer('KAFKA_REPLICATION', 3, 1, 9);
  const hours = reader.integer('KAFKA_RETENTION_HOURS', oneWeek, -1, 24 * 365 * 100);
  if (hours === 0) reader.complain('KAFKA_RETENTION_HOURS', 'expected -1 or at least 1', '0');
  return {
    name,
    partitions: reader.integer('KAFKA_PARTITIONS', 12, 1, 1000),
    replication,
    minInsyncReplicas: reader.integer('KAFKA_MIN_INSYNC_REPLICAS', Math.min(2, replication), 1, replication),
    retentionMs: hours < 0 ? -1 : hours * 3_600_000,
  };
};
