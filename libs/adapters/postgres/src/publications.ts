import type pg from 'pg';
import type { Publication, PublicationMark, Publications } from '#fanout';
import { createPool, transaction } from './pool.ts';

interface Row {
  readonly generation: number;
  readonly topic: string;
  readonly partitions: number;
  readonly from: string;
  readonly until: string | null;
  readonly position: string;
  readonly leaf: Buffer | null;
  readonly heads: readonly string[];
}

const generations = `
  select generation, topic, partitions, from_index as "from", until_index as until, position, leaf, heads
  from dealtrail.publications where ledger_id = $1 order by generation`;

const begin = `
  insert into dealtrail.publications (ledger_id, generation, topic, partitions, from_index, position, heads)
  values ($1, 1, $2, $3, 0, 0, array_fill(-1::bigint, array[$3::int])) on conflict do nothing`;

const move = `
  update dealtrail.publications set position = $4, leaf = $5, heads = $6, updated_at = now()
  where ledger_id = $1 and generation = $2 and position = $3 and until_index is null`;

const end = `
  update dealtrail.publications set until_index = position, updated_at = now()
  where ledger_id = $1 and generation = $2 and position = $3 and until_index is null`;

const succeed = `
  insert into dealtrail.publications (ledger_id, generation, topic, partitions, from_index, position, leaf, heads)
  values ($1, $2, $3, $4, $5, $5, $6, $7)`;

/** In the table `dealtrail.publications` of a migrated database, beside the ledger. */
export class PostgresPublications implements Publications {
  readonly #pool: pg.Pool;

  constructor(connectionString: string, applicationName = 'dealtrail publications') {
    this.#pool = createPool(connectionString, { applicationName, max: 2 });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async generations(ledgerId: string): Promise<readonly Publication[]> {
    const { rows } = await this.#pool.query<Row>(generations, [ledgerId]);
    return rows.map(({ from, until, position, leaf, heads, ...row }) => ({
      ...row,
      ledgerId,
      from: Number(from),
      until: until === null ? undefined : Number(until),
      position: Number(position),
      leaf: leaf ?? undefined,
      heads: heads.map(Number),
    }));
  }

  async begin({ ledgerId, topic, partitions }: Pick<Publication, 'ledgerId' | 'topic' | 'partitions'>): Promise<void> {
    await this.#pool.query(begin, [ledgerId, topic, partitions]);
  }

  async move({ ledgerId, generation, position }: Publication, to: PublicationMark): Promise<boolean> {
    const values = [ledgerId, generation, position, to.position, to.leaf ?? null, to.heads];
    return (await this.#pool.query({ name: 'dealtrail publication', text: move, values })).rowCount === 1;
  }

  succeed(current: Publication, next: Pick<Publication, 'topic' | 'partitions' | 'heads'>): Promise<boolean> {
    const { ledgerId, generation, position, leaf } = current;
    return transaction(this.#pool, async (client) => {
      if ((await client.query(end, [ledgerId, generation, position])).rowCount !== 1) return false;
      await client.query(succeed, [ledgerId, generation + 1, next.topic, next.partitions, position, leaf ?? null, next.heads]);
      return true;
    });
  }
}
