import type pg from 'pg';
import type { LedgerState } from '#ledger';
import { loadEpochs } from './epochs.ts';
import { placeOf } from './event-source.ts';

/** Events of one epoch after ($1, $2), whose positions lie between $3 and $4. */
const text = `
  select count(*)::int as waiting from (
    select from dealtrail.events as e
    where (e.xid, e.position) > ($1::xid8, $2::bigint) and e.position > $3::bigint and e.position <= $4::bigint and starts_with(e.stream, $5)
    limit $6::int
  ) as counted`;

const lastPosition = Number.MAX_SAFE_INTEGER;

/** How many events come after the head's cursor; counts up to `limit`. */
export const countUnsequenced = async (pool: pg.Pool, head: LedgerState | undefined, prefix: string, limit: number): Promise<number> => {
  const client = await pool.connect();
  try {
    const epochs = await loadEpochs(client);
    const after = head?.cursor === undefined ? undefined : placeOf(head.cursor);
    let waiting = 0;
    for (const [at, { epoch, afterPosition }] of epochs.entries()) {
      if (after && epoch < after.epoch) continue;
      const [xid, position] = after?.epoch === epoch ? [after.xid, after.position] : ['0', 0];
      const upTo = epochs[at + 1]?.afterPosition ?? lastPosition;
      const values = [xid, position, afterPosition, upTo, head?.prefix ?? prefix, limit - waiting];
      waiting += (await client.query<{ waiting: number }>(text, values)).rows[0]?.waiting ?? 0;
    }
    return waiting;
  } finally {
    client.release();
  }
};
