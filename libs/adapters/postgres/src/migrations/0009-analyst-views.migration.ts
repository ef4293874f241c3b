import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What analysts query: a schema of its own, so that whoever may read all that is in it may read nothing else. `shown` tells what of a build is in
 * there. It fails where the schema is there already: it would be somebody else's.
 */
export class AnalystViews implements MigrationInterface {
  readonly name = 'AnalystViews1000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema analyst');
    await runner.query('alter table dealtrail.projection_builds add column shown text');
    await runner.query(`
      create view analyst.checkpoints as
      select projection, version, build, ledger_id, partition, position
      from dealtrail.projection_checkpoints join dealtrail.projection_builds using (projection, version, build)
      where state = 'live'`);
    await runner.query(`comment on view analyst.checkpoints is 'How far each view is: it holds all of its ledger below the position.'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema analyst cascade');
    await runner.query('alter table dealtrail.projection_builds drop column shown');
  }
}
