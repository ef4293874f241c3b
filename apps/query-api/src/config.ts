import type { FeedSettings } from '#feed';
import { dataDirSetting, readDataDir, readWitness, witnessSetting } from '../../common/src/config/data-dir.config.ts';
import { feedSettings, readFeed } from '../../common/src/config/feed.config.ts';
import { identitySettings, readIdentity, type IdentityConfig } from '../../common/src/config/identity.config.ts';
import { keysSettings, readKeys, type KeysConfig } from '../../common/src/config/keys.config.ts';
import { addressSettings, processSettings, readProcess, type ProcessConfig } from '../../common/src/config/process.config.ts';
import { databaseSetting, readDatabase } from '../../common/src/distributed/database.config.ts';
import { eventStoreSetting, readEventStore } from '../../common/src/distributed/event-store.config.ts';
import { readEnvironment, type Environment, type Setting } from '../../common/src/settings.ts';

export interface QueryApiConfig extends ProcessConfig, KeysConfig {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** Holds keys that are not given; the same for all that have to do with them. */
  readonly dataDir: string;
  readonly identity: IdentityConfig;
  /** Where the relay writes the ledger's heads, for verification. */
  readonly witnessFile: string;
  readonly feed: FeedSettings;
}

const defaultPort = 3001;

export const settings: readonly Setting[] = [
  ...addressSettings(defaultPort),
  dataDirSetting,
  databaseSetting,
  eventStoreSetting,
  ...keysSettings,
  ...identitySettings,
  witnessSetting,
  ...processSettings,
  ...feedSettings,
];

/** Throws InvalidConfiguration with everything that is wrong. */
export const readConfig = (environment: Environment = process.env): QueryApiConfig =>
  readEnvironment(environment, (reader) => {
    const dataDir = readDataDir(reader);
    return {
      ...readProcess(reader, { port: defaultPort }),
      ...readDatabase(reader),
      ...readEventStore(reader),
      ...readKeys(reader),
      dataDir,
      identity: readIdentity(reader),
      witnessFile: readWitness(reader, dataDir),
      feed: readFeed(reader),
    };
  });
