import type pg from 'pg';
import { WHOLE, type Checkpoint, type ProcessCheckpoints } from '#projections';
import { byteaArray } from './binary-arrays.ts';
import { GroupCommit, type Batchable } from './group-commit.ts';
import { createPool } from './pool.ts';

interface Row {
  readonly ledger_id: string;
  readonly position: string;
  readonly leaf: Buffer | null;
}

/** One of an id that the ledger has given up counts no more: the process begins anew, and repeats commands that change nothing. */
const read = `
  select ledger_id, position, leaf from dealtrail.process_checkpoints
  where process = $1 and partition = $3 and ledger_id not in (select ended.ledger_id::text from dealtrail.ledger_history as ended)
  order by (ledger_id = $2) desc limit 1`;

/**
 * The first move makes the row; a later one finds it where it was. Rows that somebody else is moving are passed over: whoever comes second
 * has lost, and none waits for another while it holds a third.
 */
const move = `
  with asked as (
    select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bytea[]) as a(process, ledger_id, partition, source, target, leaf)
  ), standing as materialized (
    select asked.* from asked join dealtrail.process_checkpoints c using (process, ledger_id, partition)
    where c.position = asked.source for no key update of c skip locked
  ), moved as (
    update dealtrail.process_checkpoints c set position = s.target, leaf = s.leaf, updated_at = now() from standing s
    where (c.process, c.ledger_id, c.partition) = (s.process, s.ledger_id, s.partition) returning c.process
  ), made as (
    insert into dealtrail.process_checkpoints (process, ledger_id, partition, position, leaf)
    select process, ledger_id, partition, target, leaf from asked where source = 0
    on conflict do nothing returning process
  )
  select process from moved union all select process from made`;

interface Move extends Batchable {
  readonly from: Checkpoint;
  readonly to: Pick<Checkpoint, 'position' | 'leaf'>;
}

/**
 * Process managers' checkpoints in a migrated Postgres database. They commit asynchronously: a crash of the server may put one back, and
 * then some commands are issued again, which changes nothing.
 */
export class PostgresProcessCheckpoints implements ProcessCheckpoints {
  readonly #pool: pg.Pool;
  readonly #moves = new GroupCommit<Move, boolean>({
    lanes: 1,
    maxCount: Infinity,
    maxBytes: Infinity,
    run: (_, batch) => this.#moveAll(batch),
  });

  constructor(connectionString: string, applicationName = 'dealtrail processes') {
    this.#pool = createPool(connectionString, { applicationName, max: 2, settings: { synchronous_commit: 'off' } });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async read(process: string, ledgerId: string): Promise<Checkpoint> {
    const { rows } = await this.#pool.query<Row>(read, [process, ledgerId, WHOLE.partition]);
    const [row] = rows;
    if (!row) return { ledgerId, ...WHOLE, position: 0, leaf: undefined };
    return { ledgerId: row.ledger_id, ...WHOLE, position: Number(row.position), leaf: row.leaf ?? undefined };
  }

  /** What is asked for together is moved together. */
  move(process: string, from: Checkpoint, to: Pick<Checkpoint, 'position' | 'leaf'>): Promise<boolean> {
    return this.#moves.submit({ key: process, count: 1, bytes: 0, from, to });
  }

  async #moveAll(batch: readonly Move[]): Promise<readonly PromiseSettledResult<boolean>[]> {
    const { rows } = await this.#pool.query<{ process: string }>({
      name: 'dealtrail process checkpoints',
      text: move,
      values: [
        batch.map(({ key }) => key),
        batch.map(({ from }) => from.ledgerId),
        batch.map(({ from }) => from.partition),
        batch.map(({ from }) => from.position),
        batch.map(({ to }) => to.position),
        byteaArray(batch.map(({ to }) => to.leaf ?? null)),
      ],
    });
    const moved = new Set(rows.map(({ process }) => process));
    return batch.map(({ key }) => ({ status: 'fulfilled', value: moved.has(key) }));
  }
}
