import pg from 'pg';
import { CaseBoundToStream, type AppendOutcome } from '#eventsourcing';
import { appendStatement, byIndexOnly, type Append, type Refused } from './append-statement.ts';
import { failureOf, unavailable } from './database-failure.ts';
import { loadEpochs } from './epochs.ts';
import { applySettings, connectTimeout } from './pool.ts';

type Settled = PromiseSettledResult<AppendOutcome>;

const fulfilled = (value: AppendOutcome): Settled => ({ status: 'fulfilled', value });
const rejected = (reason: unknown): Settled => ({ status: 'rejected', reason });

/** An acknowledgement means durable, whatever the server's default is. Weaker than `on` but still durable here are `local` and the `remote_` kinds. */
const durably = `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

const connect = async (connectionString: string, applicationName: string, onLost: (client: pg.Client) => void): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
  });
  client.on('error', () => onLost(client));
  client.on('end', () => onLost(client));
  try {
    await client.connect();
    await applySettings(client, byIndexOnly);
    await client.query(durably);
    await loadEpochs(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
};

const outcomes = (batch: readonly Append[], refused: readonly Refused[]): Settled[] => {
  const results = batch.map(() => fulfilled({ outcome: 'committed' }));
  for (const { n, boundTo } of refused) {
    const append = batch[n - 1];
    const isBound = append && boundTo !== null && boundTo !== append.caseId;
    results[n - 1] = isBound ? rejected(new CaseBoundToStream(append.stream)) : fulfilled({ outcome: 'conflict' });
  }
  return results;
};

/** A connection for appends alone; made when it is needed, and again after it was lost. */
export class AppendLane {
  #client: pg.Client | undefined;

  constructor(
    private readonly connectionString: string,
    private readonly applicationName: string,
  ) {}

  /** Each append's own result, in order. One batch at a time. */
  async run(batch: readonly Append[]): Promise<readonly Settled[]> {
    const statement = appendStatement(batch);
    let client: pg.Client;
    try {
      client = this.#client ??= await connect(this.connectionString, this.applicationName, (lost) => this.#forget(lost));
    } catch (error) {
      return batch.map(() => rejected(unavailable(error)));
    }
    try {
      return outcomes(batch, (await client.query<Refused>(statement)).rows);
    } catch (error) {
      if (failureOf(error) === 'lost') this.#forget(client);
      return this.#afterFailure(batch, error);
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  #forget(lost: pg.Client): void {
    if (this.#client === lost) this.#client = undefined;
  }

  async #afterFailure(batch: readonly Append[], error: unknown): Promise<readonly Settled[]> {
    switch (failureOf(error)) {
      case 'lost':
        return batch.map(() => fulfilled({ outcome: 'unknown', cause: error as Error }));
      case 'unavailable':
        return batch.map(() => rejected(unavailable(error)));
      case 'raced':
        return batch.length > 1 ? this.#singly(batch) : [fulfilled({ outcome: 'conflict' })];
      case 'deadlocked':
        return batch.length > 1 ? this.#singly(batch) : [rejected(unavailable(error))];
      case 'refused':
        return batch.length > 1 ? this.#singly(batch) : [rejected(error)];
    }
  }

  /** One append spoiled the batch, or another process was faster: each by itself, at the revisions it was given. */
  async #singly(batch: readonly Append[]): Promise<readonly Settled[]> {
    const results: Settled[] = [];
    for (const append of batch) results.push(...(await this.run([append])));
    return results;
  }
}
