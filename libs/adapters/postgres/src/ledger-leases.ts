import type pg from 'pg';
import type { LeaseStore } from '#ledger';

const hold = `
  insert into dealtrail.leases as held (name, holder, until) values ($1, $2, clock_timestamp() + $3::float8 * interval '1 millisecond')
  on conflict (name) do update set holder = excluded.holder, until = excluded.until
  where held.holder = excluded.holder or held.until <= clock_timestamp()`;

const release = `delete from dealtrail.leases where name = $1 and holder = $2`;

/** Leases in the table `dealtrail.leases`, by the clock of the database, which all holders share. */
export const postgresLeases = (pool: pg.Pool): LeaseStore => ({
  hold: async (name, holder, milliseconds) => (await pool.query(hold, [name, holder, milliseconds])).rowCount === 1,
  release: async (name, holder) => void (await pool.query(release, [name, holder])),
});
