import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger: each event of the log at its index. `stream`, `revision` and `case_id` stand here again, so that the log is checked against
 * something. Of the tree over the leaves, `ledger_nodes` has every eighth level; the one row of `ledger_head` is what each write
 * compares and swaps. Leases say who works, by this server's clock.
 */
export class Ledger implements MigrationInterface {
  readonly name = 'Ledger1000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dealtrail.ledger (
        index    bigint not null check (index >= 0),
        position bigint not null,
        xid      xid8   not null,
        revision int    not null,
        stream   text   collate "C" not null,
        case_id  text   collate "C" not null,
        leaf     bytea  not null check (octet_length(leaf) = 32),
        constraint ledger_pkey primary key (index),
        constraint ledger_once unique (stream, revision)
      ) with (fillfactor = 100, autovacuum_vacuum_insert_threshold = 50000, autovacuum_vacuum_insert_scale_factor = 0.05,
              autovacuum_freeze_min_age = 0, autovacuum_analyze_scale_factor = 0.1)`);
    await runner.query(`create index ledger_of_case on dealtrail.ledger (case_id, index)`);
    await runner.query(`
      create table dealtrail.ledger_nodes (
        level int    not null,
        index bigint not null,
        hash  bytea  not null check (octet_length(hash) = 32),
        constraint ledger_nodes_pkey primary key (level, index)
      )`);
    await runner.query(`
      create table dealtrail.ledger_head (
        one        boolean primary key default true check (one),
        ledger_id  uuid        not null,
        prefix     text        not null,
        size       bigint      not null,
        root       bytea       not null,
        frontier   bytea       not null,
        cursor     text,
        written_at timestamptz not null
      ) with (fillfactor = 10)`);
    await runner.query(`
      create table dealtrail.leases (
        name   text primary key,
        holder text        not null,
        until  timestamptz not null
      ) with (fillfactor = 10)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dealtrail.leases, dealtrail.ledger_head, dealtrail.ledger_nodes, dealtrail.ledger');
  }
}
