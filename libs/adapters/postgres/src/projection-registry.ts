import type pg from 'pg';
import {
  ProjectionHalted,
  type Build,
  type BuildId,
  type BuildRecord,
  type BuildState,
  type ParkedCase,
  type ParkedCaseRecord,
  type Seat,
  type Slice,
} from '#projections';
import { instantText } from './instant-text.ts';

type Client = pg.Pool | pg.ClientBase;

const sameBuild = '(c.projection, c.version, c.build) = (b.projection, b.version, b.build)';
const sameParked = `(p.projection, p.version, p.build, p.ledger_id, p.partition) = (c.projection, c.version, c.build, c.ledger_id, c.partition)`;

interface SeatRow {
  readonly ledgerId: string;
  readonly position: string;
  readonly leaf: Buffer | null;
  readonly turn: string;
  readonly state: BuildState;
  readonly paused: boolean;
  readonly finished: boolean;
  readonly parked: readonly ParkedCase[];
}

const seatQuery = `
  select c.ledger_id as "ledgerId", c.position, c.leaf, c.turn, c.paused, b.state, b.finished, coalesce((
    select json_agg(json_build_object('caseId', p.case_id, 'fromIndex', p.from_index, 'error', p.error, 'heldBack', p.held_back,
      'recordedAt', ${instantText('p.recorded_at')}))
    from dealtrail.parked p where ${sameParked}), '[]') as parked
  from dealtrail.projection_builds b join dealtrail.projection_checkpoints c on ${sameBuild}
  where (b.projection, b.version, b.build) = ($1, $2, $3) and (c.partition, c.partitions) = ($4, $5)`;

/** Nothing when there is no such build, or no such slice of it. Throws {@link ProjectionHalted} when it was built from another ledger only. */
export const seatOf = async (client: Client, build: Build, ledgerId: string, { partition, of }: Slice): Promise<Seat | undefined> => {
  const { projection, version } = build;
  const { rows } = await client.query<SeatRow>(seatQuery, [projection, version, build.build, partition, of]);
  const row = rows.find((one) => one.ledgerId === ledgerId);
  if (!row && rows[0])
    throw new ProjectionHalted(projection, `it was built from the ledger ${rows[0].ledgerId}, this is the ledger ${ledgerId}`);
  return (
    row && {
      checkpoint: { ledgerId, partition, of, position: Number(row.position), leaf: row.leaf ?? undefined },
      turn: Number(row.turn),
      state: row.state,
      paused: row.paused,
      finished: row.finished,
      parked: new Map(row.parked.map((parked) => [parked.caseId, parked])),
    }
  );
};

interface RecordRow extends BuildId {
  readonly state: BuildState;
  readonly finished: boolean;
  readonly shape: string;
  readonly paused: boolean;
  readonly turn: string;
  readonly ledgerId: string;
  readonly partition: number;
  readonly of: number;
  readonly position: string;
  readonly leaf: Buffer | null;
  readonly parkedCases: number;
  readonly heldBack: string;
  readonly oldestHeldBack: string | null;
}

const recordsQuery = `
  select distinct on (b.projection, b.build, c.partition) b.projection, b.version, b.build, b.state, b.finished, b.shape, c.paused, c.turn,
    c.ledger_id as "ledgerId", c.partition, c.partitions as of, c.position, c.leaf, p."parkedCases", p."heldBack", p."oldestHeldBack"
  from dealtrail.projection_builds b
  join dealtrail.projection_checkpoints c on ${sameBuild}
  cross join lateral (
    select count(*)::int as "parkedCases", coalesce(sum(p.held_back), 0) as "heldBack", ${instantText('min(p.recorded_at)')} as "oldestHeldBack"
    from dealtrail.parked p where ${sameParked}) p
  order by b.projection, b.build, c.partition, (c.ledger_id = $1) desc`;

/** All slices of all builds, oldest first within a projection; one of another ledger shows that ledger's checkpoint. */
export const allBuilds = async (client: Client, ledgerId: string): Promise<readonly BuildRecord[]> => {
  const { rows } = await client.query<RecordRow>(recordsQuery, [ledgerId]);
  return rows.map(({ ledgerId: its, partition, of, position, leaf, turn, heldBack, oldestHeldBack, ...record }) => ({
    ...record,
    turn: Number(turn),
    heldBack: Number(heldBack),
    oldestHeldBack: oldestHeldBack ?? undefined,
    checkpoint: { ledgerId: its, partition, of, position: Number(position), leaf: leaf ?? undefined },
  }));
};

interface ParkedRow extends BuildId, Pick<ParkedCase, 'caseId' | 'error' | 'recordedAt'> {
  readonly fromIndex: string;
  readonly heldBack: string;
  readonly attempts: number;
  readonly parkedAt: string;
}

/** Parked cases of all builds, the oldest first. */
export const allParked = async (client: Client, ledgerId: string): Promise<readonly ParkedCaseRecord[]> => {
  const { rows } = await client.query<ParkedRow>(
    `select projection, version, build, case_id as "caseId", from_index as "fromIndex", error, held_back as "heldBack", attempts,
       ${instantText('recorded_at')} as "recordedAt", ${instantText('parked_at')} as "parkedAt"
     from dealtrail.parked p where ledger_id = $1 order by p.parked_at, p.from_index, p.projection, p.build`,
    [ledgerId],
  );
  return rows.map((row) => ({ ...row, fromIndex: Number(row.fromIndex), heldBack: Number(row.heldBack) }));
};

/** Sets a build's state if it has the expected one; every runner of it finds out at its next transaction. */
export const buildState = async (
  client: pg.ClientBase,
  { projection, version, build }: BuildId,
  from: BuildState,
  to: BuildState,
): Promise<boolean> => {
  const id = [projection, version, build];
  const { rowCount } = await client.query(
    `update dealtrail.projection_builds set state = $5 where (projection, version, build, state) = ($1, $2, $3, $4)`,
    [...id, from, to],
  );
  await client.query(`update dealtrail.projection_checkpoints set turn = turn + 1 where (projection, version, build) = ($1, $2, $3)`, id);
  return rowCount === 1;
};
