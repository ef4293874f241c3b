import { dataDirSetting, organisationSetting, readDataDir, readOrganisation } from '../../common/src/config/data-dir.config.ts';
import { documentsSetting, readDocuments, type DocumentsConfig } from '../../common/src/config/documents.config.ts';
import { identitySettings, readIdentity, type IdentityConfig } from '../../common/src/config/identity.config.ts';
import { keysSettings, readKeys, type KeysConfig } from '../../common/src/config/keys.config.ts';
import { addressSettings, processSettings, readProcess, type ProcessConfig } from '../../common/src/config/process.config.ts';
import { databaseSetting, readDatabase } from '../../common/src/distributed/database.config.ts';
import { eventStoreSetting, readEventStore } from '../../common/src/distributed/event-store.config.ts';
import { readEnvironment, type Environment, type Setting } from '../../common/src/settings.ts';

export interface CommandApiConfig extends ProcessConfig, KeysConfig, DocumentsConfig {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** Holds keys that are not given; the same for all that have to do with them. */
  readonly dataDir: string;
  readonly identity: IdentityConfig;
  readonly orgFile?: string;
}

const defaultPort = 3000;

export const settings: readonly Setting[] = [
  ...addressSettings(defaultPort),
  dataDirSetting,
  databaseSetting,
  eventStoreSetting,
  ...keysSettings,
  ...identitySettings,
  organisationSetting,
  documentsSetting,
  ...processSettings,
];

/** Throws InvalidConfiguration with everything that is wrong. */
export const readConfig = (environment: Environment = process.env): CommandApiConfig =>
  readEnvironment(environment, (reader) => ({
    ...readProcess(reader, { port: defaultPort }),
    ...readDatabase(reader),
    ...readEventStore(reader),
    ...readKeys(reader),
    dataDir: readDataDir(reader),
    identity: readIdentity(reader),
    ...readOrganisation(reader),
    ...readDocuments(reader),
  }));
