import { addressSettings, processSettings, readProcess, type ProcessConfig } from '../../common/src/config/process.config.ts';
import { analystsSetting, readAnalysts, type AnalystsConfig } from '../../common/src/config/analysts.config.ts';
import { databaseSetting, readDatabase } from '../../common/src/distributed/database.config.ts';
import { kafkaSettings, readKafka, type KafkaConfig } from '../../common/src/distributed/kafka.config.ts';
import { readEnvironment, type Environment, type Setting } from '../../common/src/settings.ts';

export interface ProjectorConfig extends ProcessConfig, KafkaConfig, AnalystsConfig {
  readonly databaseUrl: string;
  /** The consumer group that shares the partitions. */
  readonly group: string;
}

const defaultPort = 3003;
const defaultGroup = 'dealtrail-projectors';

export const settings: readonly Setting[] = [
  ...addressSettings(defaultPort),
  databaseSetting,
  analystsSetting,
  ...kafkaSettings,
  { name: 'KAFKA_GROUP', default: defaultGroup, meaning: 'The consumer group in which projectors share the partitions.' },
  ...processSettings,
];

/** Throws InvalidConfiguration with everything that is wrong. */
export const readConfig = (environment: Environment = process.env): ProjectorConfig =>
  readEnvironment(environment, (reader) => ({
    ...readProcess(reader, { port: defaultPort }),
    ...readDatabase(reader),
    ...readAnalysts(reader),
    ...readKafka(reader),
    group: reader.text('KAFKA_GROUP') ?? defaultGroup,
  }));
