import type pg from 'pg';
import { emptyRoot, LedgerHalted, unpackHashes, type LedgerState } from '#ledger';
import type { LedgerKind } from './ledger-layout.ts';

interface HeadRow {
  readonly ledgerId: string;
  readonly prefix: string;
  readonly size: number;
  readonly root: Buffer;
  readonly frontier: Buffer;
  readonly cursor: string | null;
  readonly kind: LedgerKind;
}

const read = `select ledger_id as "ledgerId", prefix, size, root, frontier, cursor, kind from dealtrail.ledger_head`;

/** The id is given here, once; whoever comes second finds the first one's. */
const create = `
  insert into dealtrail.ledger_head (ledger_id, prefix, kind, size, root, frontier, written_at)
  values (gen_random_uuid(), $1, $2, 0, $3, '', clock_timestamp()) on conflict do nothing`;

const described: Readonly<Record<LedgerKind, string>> = {
  joined: 'a ledger beside its log (standalone)',
  whole: 'a ledger with a copy of its own of every event (distributed)',
};

/** Throws {@link LedgerHalted} when the database has the other kind of ledger. */
export const readHead = async (pool: pg.Pool, wanted: LedgerKind): Promise<LedgerState | undefined> => {
  const { rows } = await pool.query<HeadRow>({ name: 'dealtrail head', text: read });
  const [head] = rows;
  if (!head) return undefined;
  const { ledgerId, prefix, size, root, frontier, cursor, kind } = head;
  if (kind !== wanted) throw new LedgerHalted(`this database has ${described[kind]}, not ${described[wanted]}`);
  return { ledgerId, prefix, frontier: { size, hashes: unpackHashes(frontier) }, root, cursor: cursor ?? undefined };
};

/** Gives the ledger its identity if it has none yet. Throws {@link LedgerHalted} when it is that of another prefix, or of the other kind. */
export const openHead = async (pool: pg.Pool, kind: LedgerKind, prefix: string): Promise<LedgerState> => {
  let head = await readHead(pool, kind);
  if (!head) {
    await pool.query(create, [prefix, kind, emptyRoot]);
    head = await readHead(pool, kind);
  }
  if (!head) throw new LedgerHalted('the head of the ledger was removed');
  if (head.prefix !== prefix) throw new LedgerHalted(`the ledger sequences streams "${head.prefix}…", not "${prefix}…"`);
  return head;
};
