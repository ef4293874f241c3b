import type pg from 'pg';
import type { EndedIdentity, LedgerState } from '#ledger';
import { instantText } from './instant-text.ts';

/** Head and history in one statement; the head only if it is the one that was looked at. */
const renew = `
  with renewed as (
    update dealtrail.ledger_head set ledger_id = gen_random_uuid(), written_at = clock_timestamp()
    where ledger_id = $1::uuid and size = $2::bigint and root = $3::bytea and cursor is not distinct from $4::text
    returning ledger_id
  ), kept as (
    insert into dealtrail.ledger_history (ledger_id, size, root, ended_at, reason)
    select $1::uuid, $2::bigint, $3::bytea, clock_timestamp(), $5::text from renewed
  )
  select ledger_id as "ledgerId" from renewed`;

/** The new id; nothing when the head has moved. */
export const renewIdentity = async (
  pool: pg.Pool,
  { ledgerId, frontier, root, cursor }: LedgerState,
  reason: string,
): Promise<string | undefined> => {
  const { rows } = await pool.query<{ ledgerId: string }>(renew, [ledgerId, frontier.size, root, cursor ?? null, reason]);
  return rows[0]?.ledgerId;
};

export const endedIdentities = async (pool: pg.Pool): Promise<readonly EndedIdentity[]> => {
  const { rows } = await pool.query<EndedIdentity>(`
    select ledger_id as "ledgerId", size, encode(root, 'hex') as root, reason,
      ${instantText('ended_at')} as "endedAt"
    from dealtrail.ledger_history order by ended_at, ledger_id`);
  return rows;
};
