import { runScript, type Script } from './script.ts';

/** Names the server that all tests of one run share; unset outside of Jest. */
export const sharedServerVariable = 'DEALTRAIL_TEST_POSTGRES';

/** Jest hands nothing from setup to teardown, but runs both in one process. */
export type SharedByGlobals = typeof globalThis & { sharedTestServer?: Script };

/** Starts the server once for the whole run; the workers inherit the variable. */
export default async function startSharedServer(): Promise<void> {
  const script = runScript(new URL('./shared-server.ts', import.meta.url));
  process.env[sharedServerVariable] = await script.nextLine();
  (globalThis as SharedByGlobals).sharedTestServer = script;
}
