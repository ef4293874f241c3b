import { startEventStoreServer } from './server.ts';

/**
 * The event store that contracts run on: the one that `EVENTSTORE_URL` names, else a test server. A real one should be empty, as events of
 * others are errors to a source over all streams, and take appends of 16 MiB (`EVENTSTORE_MAX_APPEND_SIZE=16777216`).
 */
export interface StoreUnderTest {
  readonly connectionString: string;
  stop(): Promise<void>;
}

const real = process.env['EVENTSTORE_URL'];

export const whereTested = real === undefined ? 'on the test server, not verified on a real server' : 'on a real server';

export const storeUnderTest = async (): Promise<StoreUnderTest> =>
  real === undefined ? startEventStoreServer() : { connectionString: real, stop: async () => undefined };
