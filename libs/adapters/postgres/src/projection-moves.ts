import type pg from 'pg';
import type { BuildId, Change, CommitOutcome } from '#projections';
import { byteaArray } from './binary-arrays.ts';
import { GroupCommit, type Batchable } from './group-commit.ts';
import type { ChangePlace } from './projection-statements.ts';

interface Move extends Batchable {
  readonly build: BuildId;
  readonly place: ChangePlace;
  readonly change: Pick<Change, 'from' | 'to'>;
}

/**
 * Rows that somebody else has locked are passed over: they are about to be elsewhere, and nobody waits for one row while holding another.
 * Commits asynchronously, like every change.
 */
const move = `
  with asked as (
    select * from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bytea[])
      with ordinality as a(projection, version, build, ledger_id, partition, source, turn, target, leaf, at)
  ), standing as materialized (
    select asked.* from asked join dealtrail.projection_checkpoints c using (projection, version, build, ledger_id, partition)
    where c.position = asked.source and c.turn = asked.turn and not c.paused for no key update of c skip locked
  ), moved as (
    update dealtrail.projection_checkpoints c set position = s.target, leaf = s.leaf, turn = c.turn + 1, updated_at = now() from standing s
    where (c.projection, c.version, c.build, c.ledger_id, c.partition) = (s.projection, s.version, s.build, s.ledger_id, s.partition)
    returning s.at, c.turn
  )
  select at::int, turn, set_config('synchronous_commit', 'off', true) from moved`;

const outcomeOf = (turn: number | undefined): CommitOutcome => (turn === undefined ? { kind: 'stale' } : { kind: 'committed', turn });

/** Nothing but the checkpoint is to be moved. */
export const movesOnly = ({ rows: { fresh, changed, gone }, parked, heldBack, released, discarded }: Change): boolean =>
  fresh.length + changed.length + gone.length + parked.length + heldBack.size + released.length + discarded.length === 0;

/** Moves checkpoints of builds in which nothing changed: those that are to be moved at once, in one statement. */
export class CheckpointMoves {
  readonly #moves: GroupCommit<Move, CommitOutcome>;

  constructor(private readonly pool: pg.Pool) {
    this.#moves = new GroupCommit({ lanes: 1, maxCount: Infinity, maxBytes: Infinity, run: (_, batch) => this.#moveAll(batch) });
  }

  move({ projection, version, build }: BuildId, place: ChangePlace, change: Pick<Change, 'from' | 'to'>): Promise<CommitOutcome> {
    const key = `${projection} ${version} ${build} ${place.ledgerId} ${place.partition}`;
    return this.#moves.submit({ key, count: 1, bytes: 0, build: { projection, version, build }, place, change });
  }

  async #moveAll(batch: readonly Move[]): Promise<readonly PromiseSettledResult<CommitOutcome>[]> {
    const { rows } = await this.pool.query<[number, number]>({
      name: 'dealtrail projection checkpoints',
      text: move,
      rowMode: 'array',
      values: [
        batch.map(({ build }) => build.projection),
        batch.map(({ build }) => build.version),
        batch.map(({ build }) => build.build),
        batch.map(({ place }) => place.ledgerId),
        batch.map(({ place }) => place.partition),
        batch.map(({ change }) => change.from.position),
        batch.map(({ change }) => change.from.turn),
        batch.map(({ change }) => change.to.position),
        byteaArray(batch.map(({ change }) => change.to.leaf ?? null)),
      ],
    });
    const turns = new Map(rows.map(([at, turn]) => [at - 1, turn]));
    return batch.map((_, at) => ({ status: 'fulfilled', value: outcomeOf(turns.get(at)) }));
  }
}
