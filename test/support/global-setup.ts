import { startTestServer, type TestServer } from './test-server.ts';

/** Names the server that all tests of one run share; unset outside of Jest. */
export const sharedServerVariable = 'DEALTRAIL_TEST_POSTGRES';

/** Starts the server once for the whole run; the workers inherit the variable. */
export default async function startSharedServer(): Promise<void> {
  const server = await startTestServer();
  process.env[sharedServerVariable] = server.connectionString;
  (globalThis as SharedByGlobals).sharedTestServer = server;
}

/** Jest hands nothing from setup to teardown, but runs both in one process. */
export type SharedByGlobals = typeof globalThis & { sharedTestServer?: TestServer };
