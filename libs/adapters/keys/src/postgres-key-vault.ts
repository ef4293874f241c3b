import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { KeyErased, type KeyId, type KeyLookup, type KeyVault } from '#eventsourcing';
import { batched } from './batched.ts';
import { unwrap, wrap } from './envelope.ts';
import { MasterKeyFault } from './master-key.ts';

type Queries = Pick<pg.Pool, 'query'>;

/** Wrapped under the master key like any other; whether it can be unwrapped tells whether the master key is the right one. */
const canary: KeyId = 'system-canary';

/** Makes a data key, 32 bytes. Random in use; whoever compares the bytes of two runs gives their own. */
export type NewKey = (id: KeyId) => Buffer;

export const randomKeys: NewKey = () => randomBytes(32);

export interface KeyVaultOptions {
  readonly newKey?: NewKey;
  /** How many keys are kept unwrapped in memory. */
  readonly capacity?: number;
  /** How long they are kept, ms: how late this process may learn that another one erased a key. */
  readonly keptFor?: number;
}

interface Row {
  readonly wrapped: Buffer | null;
}

const lookUp = 'select wrapped from dealtrail.keys where key_id = $1';
/** Makes those that are not there. Of two that make the same key at once, one is kept; whose was not finds nothing here and looks again. */
const lookUpOrMake = `
  with asked as (
    select key_id, wrapped from unnest($1::text[], $2::bytea[]) as asked (key_id, wrapped)
  ), made as (
    insert into dealtrail.keys (key_id, wrapped) select key_id, wrapped from asked order by key_id
    on conflict (key_id) do nothing returning key_id, wrapped
  )
  select key_id, wrapped from made
  union all
  select kept.key_id, kept.wrapped from dealtrail.keys as kept join asked using (key_id)`;
const forget = `
  with before as (select wrapped is not null as held from dealtrail.keys where key_id = $1)
  insert into dealtrail.keys (key_id, wrapped, erased_at) values ($1, null, now())
  on conflict (key_id) do update set wrapped = null, erased_at = coalesce(dealtrail.keys.erased_at, now())
  returning coalesce((select held from before), false) as held`;

/** Whether any key was ever made: then there is a master key that it is wrapped under, and another one is of no use. */
export const holdsKeys = async (pool: Queries): Promise<boolean> =>
  (await pool.query<{ held: boolean }>('select exists (select from dealtrail.keys) as held')).rows[0]?.held === true;

/**
 * Keys in the table `dealtrail.keys`, each wrapped under the master key. Erasing leaves a tombstone: the id can never be used again.
 * Throws {@link MasterKeyFault} when the master key is not the one in use.
 */
export const openPostgresKeyVault = async (
  pool: Queries,
  masterKey: Buffer,
  { newKey = randomKeys, capacity = 10_000, keptFor = 60_000 }: KeyVaultOptions = {},
): Promise<KeyVault> => {
  const unwrapped = new LRUCache<KeyId, Buffer>({ max: capacity, ttl: keptFor });
  let erasures = 0;

  const find = async (id: KeyId): Promise<KeyLookup> => {
    const kept = unwrapped.get(id);
    if (kept) return { kind: 'found', key: kept };
    const erasuresBefore = erasures;
    const [row] = (await pool.query<Row>({ name: 'dealtrail key', text: lookUp, values: [id] })).rows;
    if (!row) return { kind: 'unknown' };
    if (row.wrapped === null) return { kind: 'erased' };
    const key = unwrap(masterKey, id, row.wrapped);
    // What was read before an erasure must not be remembered after it.
    if (erasures === erasuresBefore) unwrapped.set(id, key);
    return { kind: 'found', key };
  };

  /** What is asked for while one statement runs goes together in the next: a round trip and a commit for each new person would be too dear. */
  const together = batched(async (ids: readonly KeyId[]) => {
    const drafts = ids.map((id) => wrap(masterKey, id, newKey(id)));
    const erasuresBefore = erasures;
    const { rows } = await pool.query<Row & { key_id: KeyId }>({ name: 'dealtrail keys', text: lookUpOrMake, values: [ids, drafts] });
    const found = new Map<KeyId, Buffer | 'erased'>();
    for (const { key_id: id, wrapped } of rows) {
      const key = wrapped === null ? 'erased' : unwrap(masterKey, id, wrapped);
      found.set(id, key);
      if (key !== 'erased' && erasures === erasuresBefore) unwrapped.set(id, key);
    }
    return found;
  });

  const obtain = async (id: KeyId): Promise<Buffer> => {
    const key = unwrapped.get(id) ?? (await together(id));
    if (key === 'erased') throw new KeyErased(id);
    return key ?? obtain(id);
  };

  const erase = async (id: KeyId): Promise<boolean> => {
    erasures += 1;
    unwrapped.delete(id);
    const { rows } = await pool.query<{ held: boolean }>(forget, [id]);
    return rows[0]?.held === true;
  };

  await obtain(canary);
  return { obtain, find, erase };
};

/** Wraps every key anew under another master key, in one transaction. Processes that run with the old one must be restarted with the new. */
export const rotateMasterKey = async (client: pg.ClientBase, from: Buffer, to: Buffer): Promise<number> => {
  if (from.equals(to)) throw new MasterKeyFault('the new master key is the old one');
  await client.query('begin');
  try {
    const { rows } = await client.query<{ key_id: string; wrapped: Buffer }>(
      'select key_id, wrapped from dealtrail.keys where wrapped is not null for update',
    );
    for (const { key_id: id, wrapped } of rows) {
      await client.query('update dealtrail.keys set wrapped = $2 where key_id = $1', [id, wrap(to, id, unwrap(from, id, wrapped))]);
    }
    await client.query('commit');
    return rows.length;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
