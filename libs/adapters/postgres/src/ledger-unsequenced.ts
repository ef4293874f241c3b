import type pg from 'pg';
import type { SourceCursor } from '#eventsourcing';
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

/** Where counting starts in an epoch; nowhere in those that are sequenced to their end. */
const startIn = (epoch: number, cursor: SourceCursor | undefined): { readonly xid: string; readonly position: number } | undefined => {
  const after = cursor === undefined ? undefined : placeOf(cursor);
  if (after?.epoch === epoch) return after;
  return after === undefined || epoch > after.epoch ? { xid: '0', position: 0 } : undefined;
};

/** How many events of these streams come after the cursor; counts up to `limit`. */
export const countUnsequenced = async (
  pool: pg.Pool,
  { prefix, cursor, limit }: { readonly prefix: string; readonly cursor: SourceCursor | undefined; readonly limit: number },
): Promise<number> => {
  const client = await pool.connect();
  try {
    const epochs = await loadEpochs(client);
    let waiting = 0;
    for (const [at, { epoch, afterPosition }] of epochs.entries()) {
      const start = startIn(epoch, cursor);
      if (!start) continue;
      const values = [start.xid, start.position, afterPosition, epochs[at + 1]?.afterPosition ?? lastPosition, prefix, limit - waiting];
      const { rows } = await client.query<{ waiting: number }>(text, values);
      waiting += rows[0]?.waiting ?? 0;
    }
    return waiting;
  } finally {
    client.release();
  }
};
