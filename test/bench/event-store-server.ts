import { startEventStoreServer } from '../support/eventstoredb/server.ts';

/** What the bench's event store tells once it answers. */
export interface EventStoreReady {
  readonly connectionString: string;
}

/** The test server as a process of its own: a real one would take no time of its clients' either. */
const server = await startEventStoreServer();
process.send?.({ connectionString: server.connectionString } satisfies EventStoreReady);
process.once('disconnect', () => void server.stop().finally(() => process.exit()));
