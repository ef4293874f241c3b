import type { FeedSettings } from '#feed';
import { readWitness, witnessSetting } from '../../common/src/config/data-dir.config.ts';
import { feedSettings, readFeed } from '../../common/src/config/feed.config.ts';
import { apiSettings, readApi, type ApiConfig } from '../../common/src/distributed/api.config.ts';
import { readEnvironment, type Environment, type Setting } from '../../common/src/settings.ts';

export interface QueryApiConfig extends ApiConfig {
  /** Where the relay writes the ledger's heads, for verification. */
  readonly witnessFile: string;
  readonly feed: FeedSettings;
}

const defaultPort = 3001;

export const settings: readonly Setting[] = [...apiSettings(defaultPort), witnessSetting, ...feedSettings];

/** Throws InvalidConfiguration with everything that is wrong. */
export const readConfig = (environment: Environment = process.env): QueryApiConfig =>
  readEnvironment(environment, (reader) => {
    const api = readApi(reader, { port: defaultPort });
    return { ...api, witnessFile: readWitness(reader, api.dataDir), feed: readFeed(reader) };
  });
