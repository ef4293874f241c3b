import { startEventStoreServer, type EventStoreServer } from './eventstoredb/server.ts';
import { temporaryFolder } from './test-server.ts';

/** A test server of EventStoreDB that keeps what it acknowledged. */
export interface RestartableEventStore {
  /** Another one after each restart: faults that were asked for are forgotten with it. */
  server(): EventStoreServer;
  readonly folder: string;
  /** Cuts every connection, stops, and comes back with what is in its journal; `meanwhile` may change that. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export const restartableEventStore = async (): Promise<RestartableEventStore> => {
  const folder = await temporaryFolder();
  let server = await startEventStoreServer({ dataDir: folder.path });
  return {
    server: () => server,
    folder: folder.path,
    restart: async (meanwhile) => {
      await server.stop();
      await meanwhile?.();
      server = await startEventStoreServer({ dataDir: folder.path, port: server.port });
    },
    stop: async () => {
      await server.stop();
      await folder.remove();
    },
  };
};
