import { startTestServer } from './test-server.ts';

/** Serves one test run: a process of its own, as Jest's set-up runs outside of its module mapping. */
const server = await startTestServer();
const running = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => void server.stop().then(() => clearInterval(running)));
console.log(server.connectionString);
