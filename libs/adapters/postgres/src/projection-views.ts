import { createHash } from 'node:crypto';
import pg from 'pg';
import { shapeOf, type AnyProjectionTable, type Build, type BuildId } from '#projections';
import { createPool, transaction } from './pool.ts';
import { ANALYST, analystViewsOf, quoted, READ, viewsOf, type View } from './projection-tables.ts';

const invalidTableDefinition = '42P16';

/** Replaced where it can be, which keeps the views that others have put upon it; made anew where its columns have changed. */
const putView = async (client: pg.ClientBase, schema: string, { name, sql, meaning }: View): Promise<void> => {
  const view = `${quoted(schema)}.${quoted(name)}`;
  await client.query('savepoint put_view');
  try {
    await client.query(`create or replace view ${view} as ${sql}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== invalidTableDefinition) throw error;
    await client.query('rollback to savepoint put_view');
    await client.query(`drop view ${view}`);
    await client.query(`create view ${view} as ${sql}`);
  }
  if (meaning !== undefined) await client.query(`comment on view ${view} is ${pg.escapeLiteral(meaning)}`);
};

const putViews = async (client: pg.ClientBase, schema: string, views: readonly View[], former: readonly string[]): Promise<void> => {
  const names = new Set(views.map(({ name }) => name));
  for (const name of former) if (!names.has(name)) await client.query(`drop view if exists ${quoted(schema)}.${quoted(name)}`);
  for (const view of views) await putView(client, schema, view);
};

/** Tells whether what analysts are shown of a build is still what the program would show them. */
const shownOf = (build: Build): string =>
  createHash('sha256')
    .update(JSON.stringify(analystViewsOf(build)))
    .digest('hex');

/** Whoever may query the schema may query what is put there: its default privileges say so from the moment a view exists. */
const putAnalystViews = async (client: pg.ClientBase, build: Build, former: readonly string[]): Promise<void> => {
  await putViews(client, ANALYST, analystViewsOf(build), former);
  await client.query(`update dealtrail.projection_builds set shown = $4 where (projection, version, build) = ($1, $2, $3)`, [
    build.projection,
    build.version,
    build.build,
    shownOf(build),
  ]);
};

/** Within the transaction of a swap: what the program reads, and what analysts do. `live`: the build that was live before. */
export const putLiveViews = async (
  client: pg.ClientBase,
  build: Build,
  live: { readonly views: readonly string[] } | undefined,
): Promise<void> => {
  const former = live?.views ?? [];
  await putViews(client, READ, viewsOf(build), former);
  await putAnalystViews(client, build, former);
};

interface LiveRow extends BuildId {
  readonly shape: string;
  readonly shown: string | null;
}

/** Somebody is reading it, or has put a view of their own on what has to be made anew. */
const inTheWay: readonly string[] = ['55P03', '2BP01'];
/** An analyst who holds a view longer than this keeps it as it was, until another start. */
const patience = '2s';

/** Nothing where it is shown as it should be, or where this program is not the one that fills it. */
const showLive = async (client: pg.ClientBase, definition: AnyProjectionTable): Promise<void> => {
  await client.query(`set local lock_timeout = '${patience}'`);
  const { rows } = await client.query<LiveRow>(
    `select projection, version, build, shape, shown from dealtrail.projection_builds where projection = $1 and state = 'live' for update`,
    [definition.projection.name],
  );
  const [live] = rows;
  if (!live || live.version !== definition.projection.version || live.shape !== shapeOf(definition)) return;
  const build = { ...live, definition };
  if (live.shown !== shownOf(build)) await putAnalystViews(client, build, []);
};

/**
 * Shows analysts what is live as this program would show it, where an earlier one showed it otherwise or not at all: that takes no new build.
 * Returns by name what stood in the way of those that are as they were.
 */
export const showToAnalysts = async (
  connectionString: string,
  projections: readonly AnyProjectionTable[],
): Promise<Readonly<Record<string, string>>> => {
  const pool = createPool(connectionString, { applicationName: 'dealtrail analysts', max: 1 });
  const held: Record<string, string> = {};
  try {
    for (const definition of projections)
      await transaction(pool, (client) => showLive(client, definition)).catch((error: unknown) => {
        if (!(error instanceof pg.DatabaseError) || !inTheWay.includes(error.code ?? '')) throw error;
        held[definition.projection.name] = error.message;
      });
    return held;
  } finally {
    await pool.end();
  }
};
