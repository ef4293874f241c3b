import { compileSources } from './compiled.ts';
import { memoryFolderWithRoom } from './memory-folder.ts';
import { runScript, type Script } from './script.ts';
import type { SharedServers } from './shared-server.ts';

/** Names the Postgres that all tests of one run share; unset outside of Jest. */
export const sharedServerVariable = 'DEALTRAIL_TEST_POSTGRES';

/** Names who starts the Kafka that all tests of one run share, at the first wish for it; unset outside of Jest. */
export const sharedKafkaVariable = 'DEALTRAIL_TEST_KAFKA';

/** Jest hands nothing from setup to teardown, but runs both in one process. */
export type SharedByGlobals = typeof globalThis & { sharedTestServer?: Script };

/** Starts the servers once for the whole run; the workers inherit the variables, that of the folder for what is temporary included. */
export default async function startSharedServer(): Promise<void> {
  const folder = process.env['TMPDIR'] ?? (await memoryFolderWithRoom());
  if (folder !== undefined) process.env['TMPDIR'] = folder;
  await compileSources();
  const script = runScript(new URL('./shared-server.ts', import.meta.url));
  const { postgres, kafka } = JSON.parse(await script.nextLine()) as SharedServers;
  process.env[sharedServerVariable] = postgres;
  process.env[sharedKafkaVariable] = kafka;
  (globalThis as SharedByGlobals).sharedTestServer = script;
}
