import type pg from 'pg';
import type { Build, BuildId, BuildState } from '#projections';
import { buildState } from './projection-registry.ts';
import { quoted } from './projection-tables.ts';
import { putLiveViews } from './projection-views.ts';

interface Row {
  readonly version: number;
  readonly build: number;
  readonly state: BuildState;
  readonly table_schema: string;
  readonly views: readonly string[];
  readonly ledger_id: string;
  readonly partition: number;
  readonly of: number;
  readonly position: string;
}

/** Readers that hold a view longer than this make the swap wait for another time, rather than everybody behind them. */
const patience = '2s';

/** Locked against runners and other swaps: nobody moves until this transaction ends. */
const lockedBuilds = async (client: pg.ClientBase, { projection }: BuildId): Promise<readonly Row[]> => {
  await client.query(`set local lock_timeout = '${patience}'`);
  const { rows } = await client.query<Row>(
    `select b.version, b.build, b.state, b.table_schema, b.views, c.ledger_id, c.partition, c.partitions as of, c.position
     from dealtrail.projection_builds b join dealtrail.projection_checkpoints c using (projection, version, build)
     where b.projection = $1 order by b.build, c.ledger_id, c.partition for update`,
    [projection],
  );
  return rows;
};

const drop = async (client: pg.ClientBase, projection: string, { version, build, table_schema }: Row): Promise<void> => {
  await client.query(`drop schema ${quoted(table_schema)} cascade`);
  await client.query(`delete from dealtrail.projection_builds where (projection, version, build) = ($1, $2, $3)`, [
    projection,
    version,
    build,
  ]);
};

const overlap = (one: Row, other: Row): boolean => (one.of > other.of ? overlap(other, one) : other.partition % one.of === one.partition);

const isBehind = (mine: Row, live: Row): boolean =>
  mine.ledger_id === live.ledger_id && overlap(mine, live) && Number(mine.position) < Number(live.position);

/** One row for each build. */
const buildsOf = (rows: readonly Row[]): readonly Row[] => [...new Map(rows.map((row) => [row.build, row])).values()];

/** One transaction: the views, which build is live, and the end of those before the previous one. */
export const swapBuild = async (
  client: pg.ClientBase,
  build: Build,
  ledgerId: string,
  regardless: boolean,
): Promise<'swapped' | 'behind'> => {
  const rows = await lockedBuilds(client, build);
  const mine = rows.filter((row) => row.build === build.build && row.ledger_id === ledgerId);
  if (mine[0]?.state === 'live') return 'swapped';
  if (mine[0]?.state !== 'filling') return 'behind';
  const allLive = rows.filter(({ state }) => state === 'live');
  if (!regardless && mine.some((one) => allLive.some((other) => isBehind(one, other)))) return 'behind';
  const [live] = allLive;
  await putLiveViews(client, build, live);
  if (live) await buildState(client, { ...live, projection: build.projection }, 'live', 'previous');
  await buildState(client, build, 'filling', 'live');
  await client.query(`update dealtrail.projection_builds set live_at = now() where (projection, version, build) = ($1, $2, $3)`, [
    build.projection,
    build.version,
    build.build,
  ]);
  const superseded = buildsOf(rows).filter((row) => row.state === 'previous' || (row.state === 'filling' && row.version < build.version));
  for (const row of superseded) await drop(client, build.projection, row);
  return 'swapped';
};
