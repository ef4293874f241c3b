import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { finished } from 'node:stream/promises';
import type { RowKey } from '#eventsourcing';
import {
  shapeOf,
  WHOLE,
  type Build,
  type BuildId,
  type BuildRecord,
  type Change,
  type CommitOutcome,
  type LockedBuild,
  type ParkedCaseRecord,
  type Partitioner,
  type ProjectionStore,
  type RowChanges,
  type Seat,
  type Slice,
} from '#projections';
import { byIndexOnly } from './append-statement.ts';
import { createPool, transaction } from './pool.ts';
import { CheckpointMoves, movesOnly } from './projection-moves.ts';
import { allBuilds, allParked, buildState, seatOf } from './projection-registry.ts';
import { UnwritableRow, rowsAsCopy } from './projection-rows.ts';
import {
  changeStatement,
  keyOf,
  loadStatement,
  rowsStatement,
  tableSql,
  type ChangePlace,
  type Statement,
  type TableSql,
} from './projection-statements.ts';
import { splitBuild } from './projection-split.ts';
import { swapBuild } from './projection-swap.ts';
import { creationStatements, finishingStatements, quoted, schemaOf, viewsOf } from './projection-tables.ts';

export interface PostgresProjectionStoreOptions {
  /** Shown in `pg_stat_activity`; default `dealtrail projections`. */
  readonly applicationName?: string;
  /** At most so many transactions at once. */
  readonly connections?: number;
  /** From so many rows on they go by COPY: a third of the cost of a row, but more round trips. */
  readonly copyFrom?: number;
}

/** Faults of the data, SQLSTATE classes 22 and 23, and an entry too large for its index. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof UnwritableRow || (error instanceof pg.DatabaseError && /^(22|23|54000)/.test(error.code ?? ''));

const refusalOf = (error: Error): string => (error instanceof pg.DatabaseError ? `${error.code} ${error.message}` : error.message);

/**
 * Statements of the same text are planned once for each connection: they are long, and planning them for each batch took longer than doing
 * what they say.
 */
const prepared = () => {
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const known = names.get(text) ?? `dealtrail projection ${names.size}`;
    names.set(text, known);
    return known;
  };
  return (client: pg.Pool | pg.ClientBase, { text, values }: Statement) =>
    client.query<unknown[]>({ name: nameOf(text), text, values: [...values], rowMode: 'array' });
};

const asObject = ({ properties }: TableSql, [, ...values]: readonly unknown[]): object =>
  Object.fromEntries(properties.map(({ property }, at) => [property, values[at]]));

const countOf = ({ fresh, changed }: RowChanges): number => fresh.length + changed.length;

/** Undoes what `work` did and tells what the database said against it. The transaction stays usable. */
const tried = async (client: pg.ClientBase, work: () => Promise<unknown>): Promise<string | undefined> => {
  await client.query('savepoint tried');
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return refusalOf(error);
    throw error;
  } finally {
    await client.query('rollback to savepoint tried').catch(() => undefined);
  }
};

/** Rows, checkpoints and parked cases in one Postgres database that was migrated. */
export class PostgresProjectionStore implements ProjectionStore {
  readonly #pool: pg.Pool;
  readonly #copyFrom: number;
  readonly #moves: CheckpointMoves;
  readonly #sql = new Map<string, TableSql>();
  readonly #run = prepared();

  constructor(connectionString: string, options: PostgresProjectionStoreOptions = {}) {
    const { applicationName = 'dealtrail projections', connections = 8, copyFrom: rows = 50 } = options;
    this.#pool = createPool(connectionString, { applicationName, max: connections, settings: byIndexOnly });
    this.#copyFrom = rows;
    this.#moves = new CheckpointMoves(this.#pool);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  builds(ledgerId: string): Promise<readonly BuildRecord[]> {
    return allBuilds(this.#pool, ledgerId);
  }

  parked(ledgerId: string): Promise<readonly ParkedCaseRecord[]> {
    return allParked(this.#pool, ledgerId);
  }

  create(build: Build, ledgerId: string): Promise<boolean> {
    return transaction(this.#pool, async (client) => {
      const id = [build.projection, build.version, build.build];
      const { rowCount } = await client.query(
        `insert into dealtrail.projection_builds (projection, version, build, state, shape, table_schema, views)
         values ($1, $2, $3, 'filling', $4, $5, $6) on conflict do nothing`,
        [...id, shapeOf(build.definition), schemaOf(build), viewsOf(build).map(({ name }) => name)],
      );
      if (rowCount === 0) return false;
      for (const statement of creationStatements(build)) await client.query(statement);
      await client.query(
        `insert into dealtrail.projection_checkpoints (projection, version, build, ledger_id, partition, partitions, position)
         values ($1, $2, $3, $4, $5, $6, 0)`,
        [...id, ledgerId, WHOLE.partition, WHOLE.of],
      );
      return true;
    });
  }

  seat(build: Build, ledgerId: string, slice: Slice = WHOLE): Promise<Seat | undefined> {
    return seatOf(this.#pool, build, ledgerId, slice);
  }

  load(build: Build, keys: readonly RowKey[]): Promise<readonly (object | undefined)[]> {
    return this.#load(this.#pool, build, keys);
  }

  async commit(build: Build, ledgerId: string, change: Change, { partition }: Slice = WHOLE): Promise<CommitOutcome> {
    const place = { ledgerId, partition };
    if (movesOnly(change)) return this.#moves.move(build, place, change);
    try {
      const byCopy = countOf(change.rows) >= this.#copyFrom;
      return byCopy ? await this.#commitByCopy(build, place, change) : await this.#commit(this.#pool, build, place, change, false);
    } catch (error) {
      if (isRefusal(error)) return { kind: 'refused', error: refusalOf(error) };
      throw error;
    }
  }

  refusal(build: Build, rows: RowChanges): Promise<string | undefined> {
    return transaction(this.#pool, (client) => this.#refusal(client, build, rows));
  }

  locked<T>(build: Build, ledgerId: string, work: (locked: LockedBuild) => Promise<T>, slice: Slice = WHOLE): Promise<T> {
    return transaction(this.#pool, async (client) => {
      await client.query(
        `select from dealtrail.projection_checkpoints
         where (projection, version, build, ledger_id, partition) = ($1, $2, $3, $4, $5) for update`,
        [build.projection, build.version, build.build, ledgerId, slice.partition],
      );
      const seat = await seatOf(client, build, ledgerId, slice);
      if (!seat) throw new Error(`there is no build ${build.build} of ${build.projection} any more`);
      return work({
        seat,
        load: (keys) => this.#load(client, build, keys),
        refusal: (rows) => this.#refusal(client, build, rows),
        commit: (change) => this.#commit(client, build, { ledgerId, partition: slice.partition }, change, true),
      });
    });
  }

  async finish(build: Build): Promise<void> {
    // Each in a transaction of its own: one that is open for long delays the relay.
    for (const statement of finishingStatements(build))
      await transaction(this.#pool, async (client) => {
        await client.query(`set local maintenance_work_mem = '128MB'`);
        await client.query(statement);
      });
    await this.#pool.query(`update dealtrail.projection_builds set finished = true where (projection, version, build) = ($1, $2, $3)`, [
      build.projection,
      build.version,
      build.build,
    ]);
  }

  swap(build: Build, ledgerId: string, { regardless }: { readonly regardless: boolean }): Promise<'swapped' | 'behind'> {
    return transaction(this.#pool, (client) => swapBuild(client, build, ledgerId, regardless));
  }

  split(build: BuildId, ledgerId: string, into: number, partitioner: Partitioner): Promise<boolean> {
    return transaction(this.#pool, (client) => splitBuild(client, build, ledgerId, into, partitioner));
  }

  refill(build: BuildId): Promise<boolean> {
    return transaction(this.#pool, (client) => buildState(client, build, 'previous', 'filling'));
  }

  async abandon({ projection, version, build }: BuildId): Promise<void> {
    await transaction(this.#pool, async (client) => {
      const { rows } = await client.query<{ table_schema: string }>(
        `delete from dealtrail.projection_builds where (projection, version, build, state) = ($1, $2, $3, 'filling') returning table_schema`,
        [projection, version, build],
      );
      for (const { table_schema } of rows) await client.query(`drop schema ${quoted(table_schema)} cascade`);
    });
  }

  async setPaused(projection: string, paused: boolean): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `update dealtrail.projection_checkpoints set paused = $2, turn = turn + 1 where projection = $1`,
      [projection, paused],
    );
    return (rowCount ?? 0) > 0;
  }

  #sqlOf(build: Build): TableSql {
    const name = schemaOf(build);
    const known = this.#sql.get(name) ?? tableSql(build);
    this.#sql.set(name, known);
    return known;
  }

  async #load(client: pg.Pool | pg.ClientBase, build: Build, keys: readonly RowKey[]): Promise<readonly (object | undefined)[]> {
    const sql = this.#sqlOf(build);
    const found = new Array<object | undefined>(keys.length);
    const { rows } = await this.#run(client, loadStatement(build, sql, keys));
    for (const row of rows) found[(row[0] as number) - 1] = asObject(sql, row);
    return found;
  }

  async #commit(
    client: pg.Pool | pg.ClientBase,
    build: Build,
    place: ChangePlace,
    change: Change,
    evenIfPaused: boolean,
  ): Promise<CommitOutcome> {
    const { rows } = await this.#run(client, changeStatement(build, this.#sqlOf(build), place, change, evenIfPaused));
    return rows[0] ? { kind: 'committed', turn: Number(rows[0][0]) } : { kind: 'stale' };
  }

  /** Rows that are there already are deleted first: an upsert would have to bring them as JSON, which costs far more than writing them anew. */
  async #commitByCopy(build: Build, place: ChangePlace, change: Change): Promise<CommitOutcome> {
    const sql = this.#sqlOf(build);
    const { fresh, changed, gone } = change.rows;
    const parts = rowsAsCopy([...fresh, ...changed], sql.properties);
    const replaced = changed.map((row) => keyOf(build, row));
    return transaction(this.#pool, async (client) => {
      const withoutRows = { ...change, rows: { fresh: [], changed: [], gone: [...gone, ...replaced] } };
      const outcome = await this.#commit(client, build, place, withoutRows, false);
      if (outcome.kind !== 'committed') return outcome;
      const copy = client.query(copyFrom(`copy ${sql.table} (${sql.columns}) from stdin`));
      for (const part of parts) copy.write(part);
      copy.end();
      await finished(copy);
      return outcome;
    });
  }

  #refusal(client: pg.ClientBase, build: Build, rows: RowChanges): Promise<string | undefined> {
    return tried(client, async () => {
      const statement = rowsStatement(build, this.#sqlOf(build), rows);
      if (statement) await this.#run(client, statement);
    });
  }
}
