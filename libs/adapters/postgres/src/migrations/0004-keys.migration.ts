import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data keys, each wrapped under the master key. `wrapped` is null once the key was erased: the id stays taken. */
export class Keys implements MigrationInterface {
  readonly name = 'Keys1000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dealtrail.keys (
        key_id     text collate "C" primary key,
        wrapped    bytea,
        created_at timestamptz not null default now(),
        erased_at  timestamptz,
        constraint keys_erased check ((wrapped is null) = (erased_at is not null))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dealtrail.keys');
  }
}
