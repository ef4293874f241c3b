import type { FeedSettings } from '#feed';
import type { LogLevel } from '#telemetry';
import { analystsSetting, readAnalysts, type AnalystsConfig } from '../../common/src/config/analysts.config.ts';
import {
  dataDirSetting,
  definitionsSetting,
  organisationSetting,
  readDataDir,
  readDefinitionsFile,
  readOrganisation,
  readWitness,
  witnessSetting,
} from '../../common/src/config/data-dir.config.ts';
import { documentsSetting, readDocuments, type DocumentsConfig } from '../../common/src/config/documents.config.ts';
import { feedSettings, readFeed } from '../../common/src/config/feed.config.ts';
import { identitySettings, readIdentity, type IdentityConfig } from '../../common/src/config/identity.config.ts';
import { keysSettings, readKeys, type KeysConfig } from '../../common/src/config/keys.config.ts';
import { addressSettings, processSettings, readProcess, type ProcessConfig } from '../../common/src/config/process.config.ts';
import { readEnvironment, type Environment, type Setting } from '../../common/src/settings.ts';

export interface StandaloneConfig extends ProcessConfig, KeysConfig, DocumentsConfig, AnalystsConfig {
  /** Without a master key given: holds one, made at the first start. */
  readonly dataDir: string;
  /** Absent: the embedded Postgres. */
  readonly databaseUrl?: string;
  readonly identity: IdentityConfig;
  /** Where the ledger's heads are written outside the database. */
  readonly witnessFile: string;
  /** An organisation to be founded at the start; what is so already stays. */
  readonly orgFile?: string;
  /** Definitions of the company’s own, to be published where there are none yet. */
  readonly definitionsFile?: string;
  readonly feed: FeedSettings;
}

const defaultPort = 3000;

export const settings: readonly Setting[] = [
  ...addressSettings(defaultPort),
  dataDirSetting,
  {
    name: 'DATABASE_URL',
    default: '',
    meaning: 'A Postgres 15+ of yours, postgres://user:password@host:port/database; the embedded one without it.',
  },
  analystsSetting,
  ...keysSettings,
  ...identitySettings,
  witnessSetting,
  organisationSetting,
  definitionsSetting,
  documentsSetting,
  ...processSettings,
  ...feedSettings,
];

/** What is assumed where the environment is silent. */
export type Defaults = Partial<Pick<StandaloneConfig, 'dataDir'> & { readonly logLevel: LogLevel }>;

/** The program's settings. Throws InvalidConfiguration with everything that is wrong. */
export const readConfig = (environment: Environment = process.env, defaults: Defaults = {}): StandaloneConfig =>
  readEnvironment(environment, (reader) => {
    const dataDir = readDataDir(reader, defaults.dataDir);
    const databaseUrl = reader.url('DATABASE_URL', ['postgres:', 'postgresql:'], true);
    return {
      ...readProcess(reader, { port: defaultPort, logLevel: defaults.logLevel }),
      dataDir,
      identity: readIdentity(reader),
      witnessFile: readWitness(reader, dataDir),
      feed: readFeed(reader),
      ...(databaseUrl && { databaseUrl: databaseUrl.href }),
      ...readAnalysts(reader),
      ...readKeys(reader),
      ...readOrganisation(reader),
      ...readDefinitionsFile(reader),
      ...readDocuments(reader),
    };
  });
