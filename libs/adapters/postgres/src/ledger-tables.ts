import pg from 'pg';
import type { CaseId, LedgerHead, LedgerReader, SequencedEvent, SourcedEvent, StreamId } from '#eventsourcing';
import {
  LedgerHalted,
  type EndedIdentity,
  type LeaseStore,
  type LedgerIdentity,
  type LedgerState,
  type LedgerStep,
  type LedgerStore,
  type NodeReader,
  type NodeSpan,
} from '#ledger';
import { byIndexOnly } from './append-statement.ts';
import { asciiArray } from './binary-arrays.ts';
import { createPool } from './pool.ts';
import { copyFrom, copyRows, integer } from './ledger-copy.ts';
import { growthWatch, type GrowthWatch } from './ledger-growth.ts';
import { openHead, readHead } from './ledger-head.ts';
import { endedIdentities, renewIdentity } from './ledger-identity.ts';
import type { LedgerLayout } from './ledger-layout.ts';
import { postgresLeases } from './ledger-leases.ts';
import { readNodes } from './ledger-nodes.ts';
import { decodeSequenced, toSequenced, type SequencedRow } from './ledger-rows.ts';

export interface PostgresLedgerOptions {
  /** Shown in `pg_stat_activity`; default `dealtrail ledger`. */
  readonly applicationName?: string;
  /** The streams that this ledger is for; default '' = all. */
  readonly prefix?: string;
  /** Connections for reading. */
  readonly readers?: number;
  /** How often to look whether another process' relay has made the ledger grow, while anybody listens; ms. */
  readonly watchEvery?: number;
}

const chunk = 4096;

/** 23: an integrity constraint. The head allows the step, but the rows say it was made before. */
const contradicts = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && error.code?.startsWith('23') === true;

/** A ledger in a migrated database: rows as its layout says, and beside them `dealtrail.ledger_nodes` and `ledger_head`. */
export class LedgerTables<E extends SourcedEvent> implements LedgerStore<E>, LedgerReader, LedgerIdentity, NodeReader {
  readonly leases: LeaseStore;
  protected readonly readers: pg.Pool;
  readonly #layout: LedgerLayout<E>;
  readonly #prefix: string;
  readonly #writer: pg.Pool;
  readonly #growth: GrowthWatch;
  readonly #steps = new Set<(step: LedgerStep<E>) => void>();

  constructor(connectionString: string, layout: LedgerLayout<E>, options: PostgresLedgerOptions) {
    const { applicationName = 'dealtrail ledger', prefix = '', readers = 4, watchEvery = 250 } = options;
    this.#layout = layout;
    this.#prefix = prefix;
    // One connection: a step of the relay never waits for a reader.
    this.#writer = createPool(connectionString, { applicationName, max: 1, settings: byIndexOnly });
    this.readers = createPool(connectionString, { applicationName, max: readers, settings: byIndexOnly });
    this.#growth = growthWatch(() => this.size(), watchEvery);
    this.leases = postgresLeases(this.#writer);
  }

  async open(prefix: string): Promise<LedgerState> {
    return openHead(this.#writer, this.#layout.kind, prefix);
  }

  async lastRevisions(streams: readonly StreamId[]): Promise<ReadonlyMap<StreamId, number>> {
    const { rows } = await this.#writer.query<{ stream: string; revision: number }>({
      name: 'dealtrail last revisions',
      text: `
        select s.stream, last.revision from unnest($1::text[]) as s (stream) cross join lateral (
          select l.revision from ${this.#layout.table} as l where l.stream = s.stream order by l.revision desc limit 1
        ) as last`,
      values: [asciiArray(streams)],
    });
    return new Map(rows.map(({ stream, revision }) => [stream, revision]));
  }

  async advance(step: LedgerStep<E>): Promise<'written' | 'stale'> {
    try {
      const { rows } = await this.#writer.query<{ moved: number }>(this.#layout.advance(step));
      if (rows[0]?.moved !== 1) return 'stale';
    } catch (error) {
      if (contradicts(error)) throw new LedgerHalted(`the ledger has what its head says is yet to come: ${error.detail ?? error.message}`);
      throw error;
    }
    for (const listener of this.#steps) listener(step);
    this.#growth.grown(step.to.frontier.size);
    return 'written';
  }

  async unsequenced(limit: number): Promise<number> {
    const head = await readHead(this.readers, this.#layout.kind);
    return this.#layout.countWaiting(this.readers, { prefix: this.#prefix, cursor: head?.cursor }, limit);
  }

  async head(): Promise<LedgerHead> {
    const { kind } = this.#layout;
    const { ledgerId, frontier, root } = (await readHead(this.readers, kind)) ?? (await openHead(this.readers, kind, this.#prefix));
    return { ledgerId, size: frontier.size, root: root.toString('hex') };
  }

  async read(from: number, limit: number): Promise<readonly SequencedEvent[]> {
    const to = from + limit;
    const waiting = this.#growth.known() - from;
    const few = limit < copyFrom || (waiting >= 0 && waiting < copyFrom);
    if (!few) return copyRows(this.readers, this.#layout.queries.copyByIndex(integer(from), integer(to)), decodeSequenced);
    const { rows } = await this.readers.query<SequencedRow>({
      name: 'dealtrail ledger by index',
      text: this.#layout.queries.byIndex,
      values: [from, to],
    });
    return rows.map(toSequenced);
  }

  /** Events `from` ≤ index < `to`, in order, as far as sequenced, in batches of some thousands; while one is worked on, the next is read. */
  async *stream(from: number, to: number): AsyncGenerator<readonly SequencedEvent[]> {
    let coming = this.read(from, Math.min(chunk, to - from));
    for (let at = from; at < to;) {
      const batch = await coming;
      if (batch.length === 0) return;
      at += batch.length;
      coming = at < to ? this.read(at, Math.min(chunk, to - at)) : Promise.resolve([]);
      coming.catch(() => undefined); // thrown where it is awaited
      yield batch;
    }
  }

  async readCase(caseId: CaseId, from: number, to: number, limit: number): Promise<readonly SequencedEvent[]> {
    const values = [caseId, from, to, limit];
    const { rows } = await this.readers.query<SequencedRow>({
      name: 'dealtrail ledger by case',
      text: this.#layout.queries.byCase,
      values,
    });
    return rows.map(toSequenced);
  }

  async indexOf(stream: StreamId, revision: number): Promise<number | undefined> {
    const { rows } = await this.readers.query<{ index: number }>({
      name: 'dealtrail ledger index',
      text: `select index from ${this.#layout.table} where stream = $1 and revision = $2`,
      values: [stream, revision],
    });
    return rows[0]?.index;
  }

  onGrowth(listener: (size: number) => void): () => void {
    return this.#growth.listen(listener);
  }

  /** Calls back with each step that is written through this object, before those who listen for growth; must not throw. Returns the way to stop that. */
  onAdvanced(listener: (step: LedgerStep<E>) => void): () => void {
    this.#steps.add(listener);
    return () => void this.#steps.delete(listener);
  }

  async nodes(spans: readonly NodeSpan[]): Promise<readonly (readonly Buffer[])[]> {
    return readNodes(this.readers, this.#layout.table, spans);
  }

  async current(): Promise<LedgerState | undefined> {
    return readHead(this.#writer, this.#layout.kind);
  }

  async renew(from: LedgerState, reason: string): Promise<string | undefined> {
    return renewIdentity(this.#writer, from, reason);
  }

  async ended(): Promise<readonly EndedIdentity[]> {
    return endedIdentities(this.#writer);
  }

  /** 0 as long as it was never opened. */
  protected async size(): Promise<number> {
    return (await readHead(this.readers, this.#layout.kind))?.frontier.size ?? 0;
  }

  async close(): Promise<void> {
    this.#growth.close();
    await Promise.all([this.#writer.end(), this.readers.end()]);
  }
}
