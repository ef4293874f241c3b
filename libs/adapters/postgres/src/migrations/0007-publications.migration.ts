import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the ledger is published, by generations of the topic: the last one of a ledger goes on. */
export class Publications implements MigrationInterface {
  readonly name = 'Publications1000000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dealtrail.publications (
        ledger_id   uuid     not null,
        generation  int      not null check (generation > 0),
        topic       text     not null,
        partitions  int      not null check (partitions > 0),
        from_index  bigint   not null check (from_index >= 0),
        until_index bigint   check (until_index >= from_index),
        position    bigint   not null check (position >= from_index),
        leaf        bytea    check ((position = 0) = (leaf is null)),
        heads       bigint[] not null check (cardinality(heads) = partitions),
        updated_at  timestamptz not null default now(),
        primary key (ledger_id, generation)
      ) with (fillfactor = 20)`);
    await runner.query(`create unique index publications_current on dealtrail.publications (ledger_id) where until_index is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dealtrail.publications');
  }
}
