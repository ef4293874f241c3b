import type pg from 'pg';
import { emptyRoot, LedgerHalted, unpackHashes, type LedgerState } from '#ledger';

interface HeadRow {
  readonly ledgerId: string;
  readonly prefix: string;
  readonly size: number;
  readonly root: Buffer;
  readonly frontier: Buffer;
  readonly cursor: string | null;
}

const read = `select ledger_id as "ledgerId", prefix, size, root, frontier, cursor from dealtrail.ledger_head`;

/** The id is given here, once; whoever comes second finds the first one's. */
const create = `
  insert into dealtrail.ledger_head (ledger_id, prefix, size, root, frontier, written_at)
  values (gen_random_uuid(), $1, 0, $2, '', clock_timestamp()) on conflict do nothing`;

export const readHead = async (pool: pg.Pool): Promise<LedgerState | undefined> => {
  const { rows } = await pool.query<HeadRow>({ name: 'dealtrail head', text: read });
  const [head] = rows;
  if (!head) return undefined;
  const { ledgerId, prefix, size, root, frontier, cursor } = head;
  return { ledgerId, prefix, frontier: { size, hashes: unpackHashes(frontier) }, root, cursor: cursor ?? undefined };
};

/** Gives the ledger its identity if it has none yet. Throws {@link LedgerHalted} when it is that of another prefix. */
export const openHead = async (pool: pg.Pool, prefix: string): Promise<LedgerState> => {
  let head = await readHead(pool);
  if (!head) {
    await pool.query(create, [prefix, emptyRoot]);
    head = await readHead(pool);
  }
  if (!head) throw new LedgerHalted('the head of the ledger was removed');
  if (head.prefix !== prefix) throw new LedgerHalted(`the ledger sequences streams "${head.prefix}…", not "${prefix}…"`);
  return head;
};
