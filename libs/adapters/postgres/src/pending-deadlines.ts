import type pg from 'pg';
import type { Instant } from '#eventsourcing';
import {
  deadlinesTable,
  type DeadlineCounts,
  type DeadlinePlace,
  type DeadlinesRow,
  type PendingDeadlines,
  type WaitingStream,
} from '#projections';
import { instantText } from './instant-text.ts';
import { readLive } from './live-view.ts';
import { createPool } from './pool.ts';
import { quoted, READ } from './projection-tables.ts';

type Row = Pick<DeadlinesRow, 'caseId' | 'stream' | 'firesAt' | 'pending'>;

const live = `${quoted(READ)}.${quoted(deadlinesTable.name)}`;

const due = `
  select case_id as "caseId", stream, ${instantText('fires_at')} as "firesAt", pending from ${live}
  where fires_at <= $1::timestamptz and (fires_at, stream) > ($2::timestamptz, $3) order by fires_at, stream limit $4`;

const next = `select ${instantText('min(fires_at)')} as at from ${live} where fires_at > $1::timestamptz`;

/** Streams whose earliest is not due have none that is. */
const counts = `
  select (select coalesce(sum(count), 0)::int from ${live}) as pending,
    (select count(*)::int from ${live} as d cross join jsonb_array_elements(d.pending) as one
     where d.fires_at <= $1::timestamptz and (one ->> 'firesAt')::timestamptz <= $1::timestamptz) as overdue`;

/** Pending deadlines in a migrated Postgres database, as the live build of their projection has them. */
export class PostgresPendingDeadlines implements PendingDeadlines {
  readonly #pool: pg.Pool;

  constructor(connectionString: string, applicationName = 'dealtrail deadlines') {
    this.#pool = createPool(connectionString, { applicationName, max: 2 });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async due(by: Instant, limit: number, after?: DeadlinePlace): Promise<readonly WaitingStream[]> {
    const rows = await readLive<Row>(this.#pool, due, [by, after?.firesAt ?? '-infinity', after?.stream ?? '', limit]);
    return rows.map(({ caseId, stream, firesAt, pending }) => ({
      firesAt,
      stream,
      pending: pending.map((each) => ({ ...each, caseId, stream })),
    }));
  }

  async next(after: Instant): Promise<Instant | undefined> {
    const [row] = await readLive<{ readonly at: Instant | null }>(this.#pool, next, [after]);
    return row?.at ?? undefined;
  }

  async counts(by: Instant): Promise<DeadlineCounts> {
    const [row] = await readLive<DeadlineCounts>(this.#pool, counts, [by]);
    return row ?? { pending: 0, overdue: 0 };
  }
}
