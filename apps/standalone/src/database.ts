import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import { acquireInstanceLock, EmbeddedPostgresError, migrate, startEmbeddedPostgres } from '#postgres';
import { tellAdministrator } from '../../common/src/analysts.ts';
import { migrated } from '../../common/src/migrated.ts';
import type { StandaloneConfig } from './config.ts';
import { StartFailure } from '../../common/src/start-failure.ts';

export interface Database {
  readonly connectionString: string;
  close(): Promise<void>;
}

const folderFaults: Readonly<Record<string, string>> = {
  EROFS: 'the file system is read-only',
  ENOENT: 'the folder above it is not there, or cannot be written',
  ENOSPC: 'no space is left on the disk',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
};

const inFolder = async <T>(dataDir: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const fault = folderFaults[(error as NodeJS.ErrnoException).code ?? ''] ?? String(error);
    throw new StartFailure(`The data folder ${dataDir} cannot be used: ${fault}. Set DATA_DIR to another one, or mend this.`, {
      cause: error,
    });
  }
};

/** The folder holds keys, the heads outside and the server's address, and is one program's alone whosever the database is. */
const openOwn = async (config: StandaloneConfig, databaseUrl: string, logger: Logger): Promise<Database> => {
  const lock = await inFolder(config.dataDir, () => acquireInstanceLock(config.dataDir));
  try {
    await migrated(databaseUrl, config, logger);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return { connectionString: databaseUrl, close: () => lock.release() };
};

/** The user's Postgres, or the embedded one, with its tables up to date. `onLost` is told when the embedded one ends by itself. */
export const openDatabase = async (config: StandaloneConfig, logger: Logger, onLost: (reason: Error) => void): Promise<Database> => {
  const { dataDir, databaseUrl, analystRole } = config;
  await inFolder(dataDir, () => mkdir(dataDir, { recursive: true }));
  if (databaseUrl !== undefined) return openOwn(config, databaseUrl, logger);
  const onExit = (reason: EmbeddedPostgresError) => onLost(reason);
  const server = await startEmbeddedPostgres({ dataDir, log: (message) => logger.info(message), onExit });
  try {
    tellAdministrator(logger, analystRole, await migrate(server.connectionString, analystRole));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { connectionString: server.connectionString, close: () => server.stop() };
};
