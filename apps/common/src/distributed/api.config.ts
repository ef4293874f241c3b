import { analystsSetting, readAnalysts, type AnalystsConfig } from '../config/analysts.config.ts';
import { dataDirSetting, readDataDir } from '../config/data-dir.config.ts';
import { identitySettings, readIdentity, type IdentityConfig } from '../config/identity.config.ts';
import { keysSettings, readKeys, type KeysConfig } from '../config/keys.config.ts';
import { addressSettings, processSettings, readProcess, type ProcessConfig, type ProcessDefaults } from '../config/process.config.ts';
import type { EnvironmentReader, Setting } from '../settings.ts';
import { databaseSetting, readDatabase } from './database.config.ts';
import { eventStoreSetting, readEventStore } from './event-store.config.ts';

/** What both APIs of the distributed profile have. */
export interface ApiConfig extends ProcessConfig, KeysConfig, AnalystsConfig {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** Holds keys that are not given; the same for all that have to do with them. */
  readonly dataDir: string;
  readonly identity: IdentityConfig;
}

export const apiSettings = (port: number): readonly Setting[] => [
  ...addressSettings(port),
  dataDirSetting,
  databaseSetting,
  analystsSetting,
  eventStoreSetting,
  ...keysSettings,
  ...identitySettings,
  ...processSettings,
];

export const readApi = (reader: EnvironmentReader, defaults: ProcessDefaults): ApiConfig => ({
  ...readProcess(reader, defaults),
  ...readDatabase(reader),
  ...readAnalysts(reader),
  ...readEventStore(reader),
  ...readKeys(reader),
  dataDir: readDataDir(reader),
  identity: readIdentity(reader),
});
