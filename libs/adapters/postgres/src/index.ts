export { EmbeddedPostgresError, type EmbeddedPostgresFault } from './embedded/embedded-postgres-error.ts';
export { startEmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-server.ts';
export type { EmbeddedPostgres } from './embedded/running-server.ts';
