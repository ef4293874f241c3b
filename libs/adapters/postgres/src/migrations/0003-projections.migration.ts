import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `create schema if not exists read`,

  // A build is one set of tables of one projection version; its schema is named after it.
  `create table dealtrail.projection_builds (
    projection   text        not null,
    version      int         not null check (version > 0),
    build        int         not null check (build > 0),
    state        text        not null check (state in ('filling', 'live', 'previous')),
    finished     boolean     not null default false,
    shape        text        not null,
    table_schema text        not null unique,
    views        text[]      not null,
    created_at   timestamptz not null default now(),
    live_at      timestamptz,
    primary key (projection, version, build)
  )`,
  `create unique index projection_builds_live on dealtrail.projection_builds (projection) where state = 'live'`,
  `create unique index projection_builds_number on dealtrail.projection_builds (projection, build)`,

  // Updated with every batch: room on the page keeps that from growing.
  `create table dealtrail.projection_checkpoints (
    projection text        not null,
    version    int         not null,
    build      int         not null,
    ledger_id  text        not null,
    partition  int         not null,
    position   bigint      not null check (position >= 0),
    leaf       bytea       check ((position = 0) = (leaf is null)),
    turn       bigint      not null default 0,
    paused     boolean     not null default false,
    updated_at timestamptz not null default now(),
    primary key (projection, version, build, ledger_id, partition),
    foreign key (projection, version, build) references dealtrail.projection_builds on delete cascade
  ) with (fillfactor = 20, autovacuum_vacuum_threshold = 1000)`,

  `create table dealtrail.parked (
    projection  text        not null,
    version     int         not null,
    build       int         not null,
    ledger_id   text        not null,
    partition   int         not null,
    case_id     text        not null,
    from_index  bigint      not null,
    error       text        not null,
    attempts    int         not null default 1,
    held_back   bigint      not null check (held_back > 0),
    recorded_at timestamptz not null,
    parked_at   timestamptz not null default now(),
    primary key (projection, version, build, ledger_id, partition, case_id),
    foreign key (projection, version, build) references dealtrail.projection_builds on delete cascade
  )`,

  // Outlives the build: it says what was left out of which, by whom and why.
  `create table dealtrail.discarded (
    id           bigint      generated always as identity primary key,
    projection   text        not null,
    version      int         not null,
    build        int         not null,
    ledger_id    text        not null,
    partition    int         not null,
    case_id      text        not null,
    at_index     bigint      not null,
    error        text        not null,
    operator     text        not null,
    reason       text        not null,
    discarded_at timestamptz not null default now()
  )`,

  `create table dealtrail.process_checkpoints (
    process    text        not null,
    ledger_id  text        not null,
    partition  int         not null,
    position   bigint      not null check (position >= 0),
    leaf       bytea       check ((position = 0) = (leaf is null)),
    updated_at timestamptz not null default now(),
    primary key (process, ledger_id, partition)
  ) with (fillfactor = 20)`,

  // For queries that tell, in the snapshot of their rows, how recent these are.
  `create view read.checkpoints as
    select projection, version, build, ledger_id, partition, position
    from dealtrail.projection_checkpoints join dealtrail.projection_builds using (projection, version, build)
    where state = 'live'`,
];

/** Builds of projections, how far they are, and what they could not handle; the read models themselves are made by their projections. */
export class Projections implements MigrationInterface {
  readonly name = 'Projections1000000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop view read.checkpoints');
    await runner.query(`
      drop table dealtrail.process_checkpoints, dealtrail.discarded, dealtrail.parked,
        dealtrail.projection_checkpoints, dealtrail.projection_builds`);
  }
}
