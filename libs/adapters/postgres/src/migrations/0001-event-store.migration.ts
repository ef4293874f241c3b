import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log. `position` is the order within a transaction and never compared across transactions; the commit order is (xid, position)
 * within one epoch. Epochs: the transaction ids of another cluster, which a restore brings along, mean nothing in this one; events
 * whose position is above `after_position`, up to that of the next epoch, carry ids of the cluster named, greater than `after_xid`.
 */
export class EventStore implements MigrationInterface {
  readonly name = 'EventStore1000000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dealtrail.events (
        position bigint generated always as identity (cache 1),
        xid      xid8   not null default pg_current_xact_id(),
        revision int    not null check (revision >= 0),
        stream   text   collate "C" not null,
        case_id  text   collate "C" not null,
        entry    bytea  not null,
        data     bytea  not null,
        sealed   bytea,
        constraint events_pkey primary key (stream, revision)
      ) with (fillfactor = 100, autovacuum_vacuum_insert_threshold = 50000, autovacuum_vacuum_insert_scale_factor = 0.05,
              autovacuum_freeze_min_age = 0, autovacuum_analyze_scale_factor = 0.1)`);
    await runner.query(`create unique index events_commit_order on dealtrail.events (xid, position)`);
    // Ciphertext does not shrink; trying costs time on every append.
    await runner.query(`alter table dealtrail.events alter column sealed set storage external`);
    await runner.query(`
      create table dealtrail.epochs (
        epoch             int    primary key,
        system_identifier text   not null,
        after_position    bigint not null,
        after_xid         xid8   not null
      )`);
    await runner.query(`
      insert into dealtrail.epochs select 1, system_identifier::text, 0, '0' from pg_control_system()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dealtrail.epochs, dealtrail.events');
  }
}
