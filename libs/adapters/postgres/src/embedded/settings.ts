/** Server parameters by name, as in postgresql.conf. */
export type PostgresSettings = Record<string, string | number | boolean>;

/** For a laptop of two cores that must lose nothing: durable commits, rare checkpoints, memory that leaves room for the app. */
export const laptopSettings: PostgresSettings = {
  fsync: true,
  synchronous_commit: true,
  full_page_writes: true,
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: 100,
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: 0.9,
  // Appends arrive steadily: vacuum by inserts must come before a table's first full scan would.
  autovacuum: true,
  autovacuum_max_workers: 2,
  autovacuum_naptime: '30s',
  autovacuum_vacuum_insert_scale_factor: 0.1,
  autovacuum_analyze_scale_factor: 0.05,
  // Compiling costs more than it saves on queries of this size.
  jit: false,
  max_parallel_workers_per_gather: 1,
  random_page_cost: 1.1,
  // An app that hangs inside a transaction must not hold back every reader for ever.
  idle_in_transaction_session_timeout: '5min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: false,
};

/** The parameters as arguments of the postgres program. */
export const asArguments = (settings: PostgresSettings): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value === true ? 'on' : value === false ? 'off' : value}`]);
