import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Documents by their hash, and their bytes in parts, by the upload that brought them. `document_uploads` holds those under way only: their parts
 * are committed as they come, for a transaction that waits for a slow sender would withhold the log from its readers.
 */
export class Documents implements MigrationInterface {
  readonly name = 'Documents1000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dealtrail.documents (
        sha256      bytea  primary key check (octet_length(sha256) = 32),
        size        bigint not null check (size > 0),
        upload      uuid   not null unique,
        received_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table dealtrail.document_parts (
        upload uuid  not null,
        part   int   not null check (part >= 0),
        bytes  bytea not null check (octet_length(bytes) > 0),
        primary key (upload, part)
      )`);
    // Documents are compressed formats: another attempt costs time and gains nothing.
    await runner.query('alter table dealtrail.document_parts alter column bytes set storage external');
    await runner.query(`
      create table dealtrail.document_uploads (
        upload   uuid primary key,
        begun_at timestamptz not null default now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dealtrail.document_uploads, dealtrail.document_parts, dealtrail.documents');
  }
}
