import { join } from 'node:path';
import type { Logger } from 'pino';
import type { KeyVault } from '#eventsourcing';
import { holdsKeys, keyedDigest, masterKeyFromFile, openPostgresKeyVault } from '#keys';
import { createPool } from '#postgres';
import type { ClosingStack } from './closing-stack.ts';
import type { KeysConfig } from './config/keys.config.ts';
import { timeAndChance, type TimeAndChance } from './time-and-chance.ts';

type Pool = ReturnType<typeof createPool>;

export interface Vault {
  readonly vault: KeyVault;
  /** Keyed digest of a command's canonical bytes. */
  readonly digest: (bytes: Buffer) => string;
}

/** A new one is made only where none was ever used: beside keys that it did not wrap it would hide that theirs is lost. */
const masterKeyOf = async ({ masterKey, masterKeyFile, dataDir }: KeysConfig & { readonly dataDir: string }, pool: Pool): Promise<Buffer> =>
  masterKey ??
  masterKeyFromFile(masterKeyFile ?? join(dataDir, 'master.key'), { create: masterKeyFile === undefined && !(await holdsKeys(pool)) });

/** Opens the keys of a database. Without a master key given, one of its own lies in the data folder. */
export const openVault = async (
  config: KeysConfig & { readonly dataDir: string },
  connectionString: string,
  stack: ClosingStack,
  logger: Logger,
  { newKey }: Pick<TimeAndChance, 'newKey'> = timeAndChance,
): Promise<Vault> => {
  const onError = (error: Error): void => logger.warn({ part: 'keys', err: error }, 'keys: trying again');
  const pool = createPool(connectionString, { applicationName: 'dealtrail keys', max: 3, onError });
  stack.push('keys', () => pool.end());
  const vault = await openPostgresKeyVault(pool, await masterKeyOf(config, pool), { newKey });
  return { vault, digest: await keyedDigest(vault) };
};
