import { resolve } from 'node:path';

/** Where the command line finds Dealtrail. */
export interface CliConfig {
  /** A server elsewhere; without it the one on the data folder, started for the command if none runs. */
  readonly url: string | undefined;
  /** A bearer token for that server; the local operator's is made when needed. */
  readonly token: string | undefined;
  readonly dataDir: string;
}

export const readConfig = (environment: NodeJS.ProcessEnv = process.env): CliConfig => ({
  url: environment['DEALTRAIL_URL']?.replace(/\/$/, ''),
  token: environment['DEALTRAIL_TOKEN'],
  dataDir: resolve(environment['DATA_DIR'] ?? '.data'),
});
