import { resolve } from 'node:path';

/** Where the command line finds Dealtrail. */
export interface CliConfig {
  /** A server elsewhere; without it the one on the data folder, started for the command if none runs. */
  readonly url: string | undefined;
  /** Where commands go, when that is not the same server. */
  readonly commandsUrl: string | undefined;
  /** A bearer token for that server; the local operator's is made when needed. */
  readonly token: string | undefined;
  readonly dataDir: string;
  /** Settings of a server that has to be started for the command: those of `npm start`. */
  readonly environment: NodeJS.ProcessEnv;
}

type Environment = Readonly<Record<string, string | undefined>>;

const stated = (value: string | undefined): string | undefined => (value === undefined || value.trim() === '' ? undefined : value.trim());

const address = (value: string | undefined): string | undefined => stated(value)?.replace(/\/+$/, '');

export const readConfig = (environment: Environment = process.env): CliConfig => ({
  url: address(environment['DEALTRAIL_URL']),
  commandsUrl: address(environment['DEALTRAIL_COMMANDS_URL']),
  token: stated(environment['DEALTRAIL_TOKEN']),
  dataDir: resolve(stated(environment['DATA_DIR']) ?? '.data'),
  environment,
});
