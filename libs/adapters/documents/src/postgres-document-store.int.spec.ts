import { createPool, migrate } from '#postgres';
import { DocumentDamaged, type DocumentStore } from '#eventsourcing';
import { documentStoreContract } from '#eventsourcing/testing';
import { testDatabase } from '../../../../test/support/postgres.ts';
import { postgresDocumentStore } from './index.ts';

const setUp = async () => {
  const database = await testDatabase();
  await migrate(database.connectionString);
  const pool = createPool(database.connectionString, { applicationName: 'documents', max: 4 });
  const close = async () => {
    await pool.end();
    await database.drop();
  };
  const figure = async (sql: string): Promise<number> => (await pool.query<{ n: number }>(sql)).rows[0]?.n ?? Number.NaN;
  return {
    ...{ pool, close, store: postgresDocumentStore(pool) },
    bytesKept: () => figure('select coalesce(sum(octet_length(bytes)), 0)::bigint as n from dealtrail.document_parts'),
    uploads: () => figure('select count(*) as n from dealtrail.document_uploads'),
    inTransaction: () =>
      figure(`select count(*) as n from pg_stat_activity where application_name = 'documents' and state like 'idle in transaction%'`),
  };
};

const roomy = { limit: 10_000_000 };
const large = Buffer.alloc(1_000_000, 'contract ');

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

describe('documents in Postgres', () => {
  documentStoreContract(async () => {
    const { store, pool, bytesKept, close } = await setUp();
    const damage = async (sha256: string) => {
      const upload = `(select upload from dealtrail.documents where sha256 = decode('${sha256}', 'hex'))`;
      await pool.query(
        `update dealtrail.document_parts set bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) where part = 0 and upload = ${upload}`,
      );
    };
    return { store, elsewhere: postgresDocumentStore(pool), bytesKept, damage, close };
  });

  describe('beside', () => {
    let on: Awaited<ReturnType<typeof setUp>>;
    beforeEach(async () => (on = await setUp()));
    afterEach(() => on.close());

    const damaged = async (store: DocumentStore, sha256: string): Promise<unknown> => {
      try {
        for await (const part of (await store.open(sha256)) ?? []) expect(part.length).toBeGreaterThan(0);
        return 'whole';
      } catch (error) {
        return error;
      }
    };

    it('keep parts as they come, and hold no transaction while they wait for the sender', async () => {
      const seen: number[] = [];
      const slow = async function* () {
        yield large;
        seen.push(await on.bytesKept(), await on.uploads(), await on.inTransaction());
        yield Buffer.from('end');
      };
      await on.store.receive(slow(), roomy);
      expect(seen).toEqual([3 * 262_144, 1, 0]);
      expect([await on.bytesKept(), await on.uploads()]).toEqual([large.length + 3, 0]);
    });

    const parts = 'dealtrail.document_parts';

    it.each([
      ['a part that is gone', [`delete from ${parts} where part = 1`]],
      ['the last part gone', [`delete from ${parts} where part = 3`]],
      ['no parts', [`delete from ${parts}`]],
      [
        'parts in another order',
        [`update ${parts} set part = 12 - part where part in (1, 2)`, `update ${parts} set part = part - 9 where part > 9`],
      ],
      ['a part more', [`insert into ${parts} select upload, 4, 'x' from dealtrail.documents`]],
      ['another size', ['update dealtrail.documents set size = size - 1']],
    ])('tell of %s', async (_, changes) => {
      const { sha256 } = await on.store.receive(once(large), roomy);
      for (const change of changes) await on.pool.query(change);
      expect(await damaged(on.store, sha256)).toEqual(new DocumentDamaged(sha256));
    });

    it('are rid of what a process that died in an upload has left, once it is old enough', async () => {
      const begin = `
        with upload as (insert into dealtrail.document_uploads values (gen_random_uuid(), now() - $1::interval) returning upload)
        insert into dealtrail.document_parts select upload, 0, 'left' from upload`;
      await on.pool.query(begin, ['2 hours']);
      await on.pool.query(begin, ['2 minutes']);
      await on.store.receive(once(Buffer.from('new')), roomy);
      expect([await on.bytesKept(), await on.uploads()]).toEqual(['left'.length + 'new'.length, 1]);
    });

    it('give an upload up that was taken for abandoned, and keep nothing of it', async () => {
      const outlived = async function* () {
        yield large;
        await on.pool.query(`update dealtrail.document_uploads set begun_at = begun_at - interval '2 hours'`);
        await on.store.receive(once(Buffer.from('another')), roomy);
        yield large;
      };
      await expect(on.store.receive(outlived(), roomy)).rejects.toThrow('was given up');
      expect([await on.bytesKept(), await on.uploads()]).toEqual(['another'.length, 0]);
    });
  });
});
