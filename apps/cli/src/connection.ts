import { existsSync } from 'node:fs';
import { openLocalIssuer, TokenKeyFault } from '#platform';
import { holderOf } from '#postgres';
import { clientOf, UserError, type Client, type ClientOptions } from '#terminal';
import type { CliConfig } from './config.ts';
import { startOwnServer, type OwnServer } from './own-server.ts';
import { runningServer } from './running-server.ts';
import { clientOfTwo } from './two-servers.ts';

/** The user that acts for whoever may read the data folder. */
export const localOperator = 'operator';

export interface Connection {
  readonly client: Client;
  /** Stops what was started for it. */
  close(): Promise<void>;
}

const tokenSeconds = 12 * 3600;

/** A token of the local issuer, whose key lies in the data folder: who may read that folder may do what the operator may. */
export const issueToken = async (dataDir: string, userId: string, seconds: number): Promise<string> => {
  if (!existsSync(dataDir)) throw new UserError(`there is no data folder ${dataDir}`, 'start Dealtrail once, or set DATA_DIR');
  const issuer = await openLocalIssuer(dataDir).catch((error: unknown) => {
    throw error instanceof TokenKeyFault ? new UserError(error.message, undefined, error) : error;
  });
  return issuer.issue(userId, seconds);
};

const operatorClient = async (url: string, { dataDir, token }: CliConfig, options: ClientOptions): Promise<Client> =>
  clientOf(url, token ?? (await issueToken(dataDir, localOperator, tokenSeconds)), options);

const assertAddress = (variable: string, url: string): void => {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw new UserError(`${variable} is ${JSON.stringify(url)}, which is no address of a server`, 'for example http://127.0.0.1:3000');
};

/** Whoever starts a server where none runs may find that another command was faster, and uses that one's. */
const startUnlessHeld = async (config: CliConfig): Promise<OwnServer | undefined> => {
  try {
    return await startOwnServer(config);
  } catch (error) {
    if ((await holderOf(config.dataDir)) === undefined) throw error;
    return undefined;
  }
};

/**
 * The server that runs on the data folder, now and whenever it is asked for: one that another command had started for itself ends with that
 * command, and the next one is found, or started for this command.
 */
const localServer = (config: CliConfig, note: (line: string) => void) => {
  let own: OwnServer | undefined;
  let finding: Promise<string> | undefined;
  const look = async (): Promise<string> => {
    for (;;) {
      const running = await runningServer(config.dataDir, note);
      if (running !== undefined) return running;
      note(`No server runs on ${config.dataDir}; one is started for this command.`);
      own = await startUnlessHeld(config);
      if (own) return own.url;
    }
  };
  return {
    find: (): Promise<string> => (finding ??= look().finally(() => (finding = undefined))),
    stop: async (): Promise<void> => own?.stop(),
  };
};

/** A client of the server elsewhere, or of the two of which one takes commands and the other answers queries. */
const remoteClient = (url: string, { token, commandsUrl }: CliConfig, options: ClientOptions): Client => {
  if (token === undefined) throw new UserError('DEALTRAIL_URL is set and DEALTRAIL_TOKEN is not', 'set both, or neither');
  assertAddress('DEALTRAIL_URL', url);
  const client = clientOf(url, token, options);
  if (commandsUrl === undefined) return client;
  assertAddress('DEALTRAIL_COMMANDS_URL', commandsUrl);
  return clientOfTwo(client, clientOf(commandsUrl, token, options));
};

/**
 * A client of the server that DEALTRAIL_URL names; else of the one that runs on the data folder; else of one that is started there for this
 * command. Always over HTTP, so that every door has the same rules.
 */
export const connect = async (config: CliConfig, note: (line: string) => void, options: ClientOptions = {}): Promise<Connection> => {
  if (config.url !== undefined) return { client: remoteClient(config.url, config, options), close: async () => undefined };
  if (config.commandsUrl !== undefined)
    throw new UserError('DEALTRAIL_COMMANDS_URL is set and DEALTRAIL_URL is not', 'set DEALTRAIL_URL to where queries are answered');
  const { find, stop } = localServer(config, note);
  const url = await find();
  return { client: await operatorClient(url, config, { ...options, find }), close: stop };
};
