import type pg from 'pg';
import type { Candidate, Workload } from '#rules';
import { instantText } from './instant-text.ts';
import { readLive } from './live-view.ts';
import { createPool } from './pool.ts';
import { quoted, READ } from './projection-tables.ts';

const leads = `${quoted(READ)}.${quoted('lead_list')}`;
const teams = `${quoted(READ)}.${quoted('user_teams')}`;

const membersOf = `select user_id as "userId" from ${teams} where team_id = $1 order by user_id`;

const workOf = `
  select asked."userId", count(l.lead_id) filter (where l.status = 'open')::int as load,
    ${instantText('max(l.assigned_at)')} as "lastGivenAt"
  from unnest($1::text[]) as asked("userId") left join ${leads} as l on l.owner_id = asked."userId"
  group by asked."userId" order by asked."userId"`;

type Work = { readonly userId: string; readonly load: number; readonly lastGivenAt: string | null };

/** Who is in a team and how much work people have, as the live builds of those read models have it: possibly a moment ago. */
export class PostgresWorkload implements Workload {
  readonly #pool: pg.Pool;

  constructor(connectionString: string, applicationName = 'dealtrail workload') {
    this.#pool = createPool(connectionString, { applicationName, max: 1 });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async membersOf(teamId: string): Promise<readonly string[]> {
    return (await readLive<{ userId: string }>(this.#pool, membersOf, [teamId])).map(({ userId }) => userId);
  }

  async workOf(userIds: readonly string[]): Promise<readonly Candidate[]> {
    const rows = await readLive<Work>(this.#pool, workOf, [[...userIds]]);
    const found = new Map(rows.map((row) => [row.userId, row]));
    return userIds.map((userId) => {
      const { load = 0, lastGivenAt = null } = found.get(userId) ?? {};
      return { userId, load, ...(lastGivenAt !== null && { lastGivenAt }) };
    });
  }
}
