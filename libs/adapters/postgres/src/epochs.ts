import type pg from 'pg';

/**
 * A stretch of the log whose transaction ids belong to one cluster. A logical restore carries rows into a cluster whose own ids run
 * elsewhere, so that comparing the two would hide or reorder events; each restore therefore opens an epoch, and order is by
 * (epoch, xid, position). Rows stay as they are: positions go on rising across epochs, which tells whose is whose.
 */
export interface Epoch {
  readonly epoch: number;
  /** Its events have greater positions, up to the next epoch's. */
  readonly afterPosition: number;
  /** Its events have greater transaction ids. */
  readonly afterXid: string;
}

/** The database was moved into another cluster and nobody has opened an epoch there yet: `migrate` does, at the start of every process. */
export class ClusterChanged extends Error {
  override readonly name = 'ClusterChanged';
  constructor() {
    super('this database was restored into another Postgres cluster while the program ran: start the program again');
  }
}

const isCurrent = `(select system_identifier from dealtrail.epochs order by epoch desc limit 1) = (select system_identifier::text from pg_control_system())`;

/** Opens the next epoch if the log came from another cluster. To be called before anything is appended there, by one process at a time. */
export const openEpoch = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ current: boolean }>(`select ${isCurrent} as current`);
  if (rows[0]?.current) return;
  await client.query('begin');
  await client.query('lock table dealtrail.events in share row exclusive mode');
  await client.query(`
    select setval(sequence, greatest(nextval(sequence), (select max(position) + 1 from dealtrail.events)))
    from (select pg_get_serial_sequence('dealtrail.events', 'position')::regclass as sequence) as own`);
  await client.query(`
    insert into dealtrail.epochs (epoch, system_identifier, after_position, after_xid)
    select (select max(epoch) + 1 from dealtrail.epochs), system_identifier::text, (select coalesce(max(position), 0) from dealtrail.events),
           pg_current_xact_id()
    from pg_control_system()`);
  await client.query('commit');
};

/** All epochs, oldest first. Throws {@link ClusterChanged}. */
export const loadEpochs = async (client: pg.ClientBase): Promise<readonly Epoch[]> => {
  const { rows } = await client.query<Epoch & { afterPosition: string | number; current: boolean }>(
    `select epoch, after_position as "afterPosition", after_xid::text as "afterXid", ${isCurrent} as current from dealtrail.epochs order by epoch`,
  );
  if (!rows.some(({ current }) => current)) throw new ClusterChanged();
  return rows.map(({ epoch, afterPosition, afterXid }) => ({ epoch, afterPosition: Number(afterPosition), afterXid }));
};
