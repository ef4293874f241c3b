import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A build may be projected in parts, by several processes: how many parts its checkpoints are of. */
export class Slices implements MigrationInterface {
  readonly name = 'Slices1000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table dealtrail.projection_checkpoints add column partitions int not null default 1`);
    await runner.query(`
      alter table dealtrail.projection_checkpoints add constraint projection_checkpoints_partition
      check (partition >= 0 and partition < partitions)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table dealtrail.projection_checkpoints drop column partitions`);
  }
}
