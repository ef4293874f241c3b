import type pg from 'pg';
import { partsOf, type BuildId, type Partitioner } from '#projections';

interface Row {
  readonly partition: number;
  readonly of: number;
  readonly position: string;
  readonly leaf: Buffer | null;
  readonly turn: string;
  readonly paused: boolean;
}

const locked = `
  select partition, partitions as of, position, leaf, turn, paused from dealtrail.projection_checkpoints
  where (projection, version, build, ledger_id) = ($1, $2, $3, $4) order by partition for update`;

const removed = `delete from dealtrail.projection_checkpoints where (projection, version, build, ledger_id) = ($1, $2, $3, $4)`;

const added = `
  insert into dealtrail.projection_checkpoints (projection, version, build, ledger_id, partition, partitions, position, leaf, turn, paused)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const parkedCases = `
  select case_id as "caseId" from dealtrail.parked where (projection, version, build, ledger_id) = ($1, $2, $3, $4)`;

const moved = `
  update dealtrail.parked set partition = m.partition from unnest($5::text[], $6::int[]) as m (case_id, partition)
  where (projection, version, build, ledger_id) = ($1, $2, $3, $4) and parked.case_id = m.case_id`;

/**
 * More slices out of fewer, under the lock of them all. Each new one goes on from where the one stood that it was part of, so nobody has to
 * wait for anybody. Whoever was at work on an old one finds the turn changed.
 */
export const splitBuild = async (
  client: pg.ClientBase,
  { projection, version, build }: BuildId,
  ledgerId: string,
  into: number,
  partitioner: Partitioner,
): Promise<boolean> => {
  const id = [projection, version, build, ledgerId];
  const { rows } = await client.query<Row>(locked, id);
  if (rows.length === 0 || rows.length >= into) return false;
  await client.query(removed, id);
  for (const { partition, of, position, leaf, turn, paused } of rows)
    for (const part of partsOf({ partition, of }, into))
      await client.query(added, [...id, part.partition, part.of, position, leaf, Number(turn) + 1, paused]);
  const { rows: parked } = await client.query<{ caseId: string }>(parkedCases, id);
  const cases = parked.map(({ caseId }) => caseId);
  await client.query(moved, [...id, cases, cases.map((caseId) => partitioner(caseId, into))]);
  return true;
};
