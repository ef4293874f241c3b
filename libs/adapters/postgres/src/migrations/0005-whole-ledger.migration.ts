import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // The hash stands in the primary key's leaves, so that one partition is looked for without reading the events of the others.
  `create table dealtrail.ledger_events (
    index         bigint not null check (index >= 0),
    revision      int    not null,
    case_hash     int    not null check (case_hash >= 0),
    stream        text   collate "C" not null,
    case_id       text   collate "C" not null,
    source_cursor text   collate "C" not null,
    leaf          bytea  not null check (octet_length(leaf) = 32),
    entry         bytea  not null,
    data          bytea  not null,
    sealed        bytea,
    constraint ledger_events_pkey primary key (index) include (case_hash),
    constraint ledger_events_once unique (stream, revision)
  ) with (fillfactor = 100, autovacuum_vacuum_insert_threshold = 50000, autovacuum_vacuum_insert_scale_factor = 0.05,
          autovacuum_freeze_min_age = 0, autovacuum_analyze_scale_factor = 0.1)`,
  `create index ledger_events_of_case on dealtrail.ledger_events (case_id, index)`,
  // Ciphertext does not shrink; trying costs time on every step.
  `alter table dealtrail.ledger_events alter column sealed set storage external`,

  `alter table dealtrail.ledger_head add column kind text not null default 'joined' check (kind in ('joined', 'whole'))`,

  `create table dealtrail.ledger_history (
    ledger_id uuid        primary key,
    size      bigint      not null,
    root      bytea       not null,
    ended_at  timestamptz not null,
    reason    text        not null
  )`,
];

/**
 * The ledger for a log that is another database: its rows are whole events. A database has one kind of ledger, which its head tells:
 * `joined`, in `ledger`, beside the log that it points to, or `whole`, in `ledger_events`. `case_hash` is what partitions are taken from.
 * An identity that the ledger has given up, because a restore lost what others had read under it, stands in `ledger_history`.
 */
export class WholeLedger implements MigrationInterface {
  readonly name = 'WholeLedger1000000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dealtrail.ledger_history, dealtrail.ledger_events');
    await runner.query('alter table dealtrail.ledger_head drop column kind');
  }
}
