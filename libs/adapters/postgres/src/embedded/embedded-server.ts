import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { locateBinaries } from './binaries.ts';
import { ensureCluster, resetPassword, type Cluster } from './cluster.ts';
import { explainFileError, type EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { acquireInstanceLock, type InstanceLock } from './instance-lock.ts';
import { launch } from './launch.ts';
import { stopOrphan } from './orphan.ts';
import { assertPassable, unprivilegedUser } from './os-user.ts';
import { ensurePassword, keepPassword } from './password-file.ts';
import { serve, type EmbeddedPostgres } from './running-server.ts';
import { openServerLog } from './server-log.ts';
import { laptopSettings, type PostgresSettings } from './settings.ts';

export type EmbeddedPostgresOptions = {
  /** Holds the data, the password, the lock and Postgres' log; made if it is missing. */
  dataDir: string;
  /** Told in plain words what takes time or was put right. */
  log: (message: string) => void;
  /** Server parameters that differ from `laptopSettings`; a `port` given here is used or the start fails. */
  settings?: PostgresSettings;
  /** Told once if the server ends without having been asked to: the app should shut down with this message. */
  onExit?: (reason: EmbeddedPostgresError) => void;
};

/**
 * Starts the Postgres that comes with Dealtrail on `<dataDir>/postgres`, making the database on the first start.
 * Whatever stands in the way is an `EmbeddedPostgresError`; existing data are then left as they are.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const dataDir = resolve(options.dataDir);
  try {
    const cluster = await prepare(dataDir);
    const lock = await acquireInstanceLock(dataDir);
    try {
      return await startLocked(cluster, lock, options);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw explainFileError(error, 'start the embedded Postgres', dataDir);
  }
};

type Unauthenticated = Omit<Cluster, 'password'>;

const prepare = async (dataDir: string): Promise<Unauthenticated> => {
  const binaries = locateBinaries();
  const user = await unprivilegedUser();
  const created = await mkdir(dataDir, { recursive: true });
  // Under a strict umask our own new folder would be closed to the user that Postgres runs as.
  if (created && user) await chmod(dataDir, 0o711);
  await assertPassable(user, dataDir);
  await assertPassable(user, join(binaries.postgres, '..'));
  return { dataDir, folder: join(dataDir, 'postgres'), binaries, user };
};

const startLocked = async (found: Unauthenticated, lock: InstanceLock, options: EmbeddedPostgresOptions) => {
  const settings = { ...laptopSettings, ...options.settings };
  await stopOrphan(found, options.log);
  const cluster = await ensureReadyCluster(found, settings, options.log);
  const log = await openServerLog(join(found.dataDir, 'postgres.log'));
  try {
    const running = await launch(cluster, log, settings, options.log);
    return await serve(cluster, running, { lock, log, onExit: options.onExit });
  } catch (error) {
    await log.close();
    throw error;
  }
};

const ensureReadyCluster = async (found: Unauthenticated, settings: PostgresSettings, log: (message: string) => void) => {
  const { password, fresh } = await ensurePassword(found.dataDir);
  const cluster = { ...found, password };
  if (fresh) log(`Preparing the database in ${found.folder}.`);
  // Killed before the password is kept, or the file lost: the next start gives the cluster another one.
  const state = await ensureCluster(cluster, { sync: settings['fsync'] !== false });
  if (fresh && state === 'found') await resetPassword(cluster);
  if (fresh) await keepPassword(found.dataDir, password);
  return cluster;
};
