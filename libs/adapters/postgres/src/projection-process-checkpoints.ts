import type pg from 'pg';
import { WHOLE, type Checkpoint, type ProcessCheckpoints } from '#projections';
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

/** The first move makes the row; a later one finds it where it was. */
const move = `
  insert into dealtrail.process_checkpoints as c (process, ledger_id, partition, position, leaf)
  select $1, $2, $3, $5, $6 where $4 = 0 or exists (
    select from dealtrail.process_checkpoints where process = $1 and ledger_id = $2 and partition = $3)
  on conflict (process, ledger_id, partition) do update
  set position = excluded.position, leaf = excluded.leaf, updated_at = now() where c.position = $4`;

/**
 * Process managers' checkpoints in a migrated Postgres database. They commit asynchronously: a crash of the server may put one back, and
 * then some commands are issued again, which changes nothing.
 */
export class PostgresProcessCheckpoints implements ProcessCheckpoints {
  readonly #pool: pg.Pool;

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

  async move(process: string, from: Checkpoint, to: Pick<Checkpoint, 'position' | 'leaf'>): Promise<boolean> {
    const { rowCount } = await this.#pool.query(move, [
      process,
      from.ledgerId,
      from.partition,
      from.position,
      to.position,
      to.leaf ?? null,
    ]);
    return rowCount === 1;
  }
}
