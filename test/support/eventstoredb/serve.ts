import { parseArgs } from 'node:util';
import { startEventStoreServer } from './server.ts';

/**
 * `node --conditions=development --import ./scripts/typescript.mjs test/support/eventstoredb/serve.ts --port 2113 --data <folder>`:
 * a stand-in for EventStoreDB for local runs and tests. Prints its connection string; SIGTERM stops it.
 */
const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });
const server = await startEventStoreServer({
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.data !== undefined && { dataDir: values.data }),
});
process.once('SIGTERM', () => void server.stop().then(() => process.exit()));
console.log(server.connectionString);
