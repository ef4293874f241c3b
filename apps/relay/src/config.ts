import type { TopicSettings } from '#fanout';
import { dataDirSetting, readDataDir, readWitness, witnessSetting } from '../../common/src/config/data-dir.config.ts';
import { addressSettings, processSettings, readProcess, type ProcessConfig } from '../../common/src/config/process.config.ts';
import { analystsSetting, readAnalysts, type AnalystsConfig } from '../../common/src/config/analysts.config.ts';
import { databaseSetting, readDatabase } from '../../common/src/distributed/database.config.ts';
import { eventStoreSetting, readEventStore } from '../../common/src/distributed/event-store.config.ts';
import { kafkaSettings, readKafka, readTopic, topicSettings, type KafkaConfig } from '../../common/src/distributed/kafka.config.ts';
import { readEnvironment, type Environment, type Setting } from '../../common/src/settings.ts';

export interface RelayConfig extends ProcessConfig, KafkaConfig, AnalystsConfig {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly topic: TopicSettings;
  /** Where the ledger's heads are written outside the database. */
  readonly witnessFile: string;
  /** How long a leader that falls silent keeps the others waiting; ms. */
  readonly leaseMs: number;
}

const defaultPort = 3002;

export const settings: readonly Setting[] = [
  ...addressSettings(defaultPort),
  dataDirSetting,
  databaseSetting,
  analystsSetting,
  eventStoreSetting,
  ...kafkaSettings,
  ...topicSettings,
  witnessSetting,
  { name: 'LEASE_SECONDS', default: '3', meaning: 'How long a relay that falls silent keeps the others waiting, 1 to 300.' },
  ...processSettings,
];

/** Throws InvalidConfiguration with everything that is wrong. */
export const readConfig = (environment: Environment = process.env): RelayConfig =>
  readEnvironment(environment, (reader) => ({
    ...readProcess(reader, { port: defaultPort }),
    ...readDatabase(reader),
    ...readAnalysts(reader),
    ...readEventStore(reader),
    ...readKafka(reader),
    topic: readTopic(reader),
    witnessFile: readWitness(reader, readDataDir(reader)),
    leaseMs: reader.integer('LEASE_SECONDS', 3, 1, 300) * 1000,
  }));
