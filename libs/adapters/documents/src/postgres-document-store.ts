import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { DocumentStore, KeptDocument } from '#eventsourcing';
import { takeIn } from './intake.ts';
import { verified } from './verified.ts';

type Queries = Pick<pg.Pool, 'query'>;

interface Row extends KeptDocument {
  readonly upload: string;
}

/** Uploads that are under way for longer have lost their process: requests end well before. */
const abandonedAfter = '1 hour';
const pageSize = 1_000;

/** Throws away what a process that ended in the midst of an upload has left, whichever process it was. */
const beginUpload = `
  with old as (
    select upload from dealtrail.document_uploads where begun_at < now() - interval '${abandonedAfter}' for update skip locked
  ), abandoned as (
    delete from dealtrail.document_uploads where upload in (select upload from old) returning upload
  ), emptied as (
    delete from dealtrail.document_parts where upload in (select upload from abandoned)
  )
  insert into dealtrail.document_uploads (upload) values ($1)`;
/** Not for an upload that was given up: nobody would look after the part. */
const keepPart = `
  insert into dealtrail.document_parts (upload, part, bytes)
  select upload, $2::int, $3::bytea from dealtrail.document_uploads where upload = $1 for key share`;
/** The upload becomes the document, unless it was abandoned, or another brought the same bytes. */
const keepDocument = `
  with kept as (
    insert into dealtrail.documents (sha256, size, upload)
    select decode($1, 'hex'), $2::bigint, upload from dealtrail.document_uploads where upload = $3
    on conflict (sha256) do nothing returning upload
  )
  delete from dealtrail.document_uploads where upload in (select upload from kept)`;
const discardUpload = `
  with gone as (delete from dealtrail.document_uploads where upload = $1 returning upload)
  delete from dealtrail.document_parts where upload in (select upload from gone)`;
const columns = `encode(sha256, 'hex') as sha256, size, upload`;
const findDocument = `select ${columns} from dealtrail.documents where sha256 = decode($1, 'hex')`;
const nextDocuments = `select ${columns} from dealtrail.documents where sha256 > decode($1, 'hex') order by sha256 limit ${pageSize}`;
const findPart = 'select bytes from dealtrail.document_parts where upload = $1 and part = $2';

const givenUp = (upload: string): Error => new Error(`the upload ${upload} took longer than ${abandonedAfter} and was given up`);

const hashPattern = /^[0-9a-f]{64}$/;

/**
 * Documents in the tables `dealtrail.document*`, beside the log and in its backups, for all processes alike. Parts are written and read one by
 * one, each with a connection for itself: a slow sender or reader holds neither a connection nor a transaction.
 * The pool is one that reads `bigint` as numbers, as createPool makes it.
 */
export const postgresDocumentStore = (pool: Queries): DocumentStore => {
  const rowOf = async (sha256: string): Promise<Row | undefined> => {
    if (!hashPattern.test(sha256)) return undefined;
    return (await pool.query<Row>({ name: 'dealtrail document', text: findDocument, values: [sha256] })).rows[0];
  };
  const find = async (sha256: string): Promise<KeptDocument | undefined> => {
    const row = await rowOf(sha256);
    return row && { sha256, size: row.size };
  };

  const partsOf = async function* (upload: string): AsyncGenerator<Buffer> {
    for (let part = 0; ; part += 1) {
      const { rows } = await pool.query<{ bytes: Buffer }>({ name: 'dealtrail document part', text: findPart, values: [upload, part] });
      if (!rows[0]) return;
      yield rows[0].bytes;
    }
  };

  const add = async (upload: string, part: Buffer, at: number): Promise<void> => {
    const { rowCount } = await pool.query({ name: 'dealtrail keep part', text: keepPart, values: [upload, at, part] });
    if (rowCount !== 1) throw givenUp(upload);
  };

  const settle = async (document: KeptDocument, upload: string): Promise<void> => {
    const { rowCount } = await pool.query(keepDocument, [document.sha256, document.size, upload]);
    if (rowCount === 1) return;
    if (!(await find(document.sha256))) throw givenUp(upload);
    await pool.query(discardUpload, [upload]);
  };

  return {
    find,
    receive: async (bytes, terms) => {
      const upload = randomUUID();
      await pool.query(beginUpload, [upload]);
      try {
        const document = await takeIn(bytes, terms, (part, at) => add(upload, part, at));
        await settle(document, upload);
        return document;
      } catch (error) {
        // What cannot be thrown away now is so by a later upload; the first error tells more.
        await pool.query(discardUpload, [upload]).catch(() => undefined);
        throw error;
      }
    },
    open: async (sha256) => {
      const row = await rowOf(sha256);
      return row && verified(row, partsOf(row.upload));
    },
    all: async function* () {
      for (let after = ''; ;) {
        const { rows } = await pool.query<Row>(nextDocuments, [after]);
        for (const { sha256, size } of rows) yield { sha256, size };
        if (rows.length < pageSize) return;
        after = rows.at(-1)?.sha256 ?? after;
      }
    },
  };
};
