export { EmbeddedPostgresError, type EmbeddedPostgresFault } from './embedded/embedded-postgres-error.ts';
export { startEmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-server.ts';
export type { EmbeddedPostgres } from './embedded/running-server.ts';
export { DatabaseNewerThanProgram, migrate } from './migrate.ts';
export { columnTypes, createPool, transaction, type PoolOptions } from './pool.ts';
export { ClusterChanged } from './epochs.ts';
export { PostgresEventSource, type PostgresEventSourceOptions } from './event-source.ts';
export { PostgresEventStore, type PostgresEventStoreOptions } from './event-store.ts';
