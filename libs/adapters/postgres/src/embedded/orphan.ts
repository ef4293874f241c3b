import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { findPostmaster, stopPostmaster } from './postmaster.ts';

/**
 * A postmaster outlives a killed app. It is stopped, not adopted: a child of this process has the settings and binaries of this version,
 * a log we hold open, and an exit we are told of; the price is one shutdown.
 */
export const stopOrphan = async ({ folder, binaries }: Pick<Cluster, 'folder' | 'binaries'>, log: (message: string) => void) => {
  const pid = await findPostmaster(folder).catch(() => undefined);
  if (pid === undefined) return removeDeadPidFile(folder);
  log(`Stopping the Postgres (process ${pid}) that an earlier run left behind.`);
  if (await stopPostmaster(binaries, pid)) return;
  throw new EmbeddedPostgresError(
    'StopFailed',
    `The Postgres (process ${pid}) that an earlier run left behind on ${folder} does not stop. End that process and start again.`,
  );
};

/** Postgres refuses to start while any living process of its user has the pid in this file, though it may be another program by now. */
const removeDeadPidFile = async (folder: string) => rm(join(folder, 'postmaster.pid'), { force: true });
