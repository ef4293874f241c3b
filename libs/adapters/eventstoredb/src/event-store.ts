import { NO_STREAM, type AppendResult, type ResolvedEvent } from '@eventstore/db-client';
import { LRUCache } from 'lru-cache';
import {
  appendable,
  CaseBoundToStream,
  StoreUnavailable,
  type Appendable,
  type AppendOutcome,
  type CaseId,
  type EventStore,
  type StoredEvent,
  type StreamId,
} from '#eventsourcing';
import { persist, type Attempts } from './attempts.ts';
import { collect, Connection } from './connection.ts';
import { deleted, failureOf, unavailable } from './failure.ts';
import { recordOf, storedOf } from './stored-record.ts';

export interface EventStoreDbEventStoreOptions {
  /** How often a call is made before its failure is passed on; default 5. */
  readonly attempts?: number;
  /** The pause before the second attempt; it doubles with each. ms, default 50. */
  readonly firstPause?: number;
  /** How long one attempt may take; ms, default 5,000. */
  readonly deadline?: number;
  /** No attempt begins later than this after the first; ms, default 10,000. */
  readonly patience?: number;
  /** Streams whose case is kept in memory; default 100,000. */
  readonly rememberedCases?: number;
}

/** The events stand in the stream, but at other revisions than they state: it had been deleted, and the store numbers on. */
export class EventsMisplaced extends Error {
  override readonly name = 'EventsMisplaced';
}

/**
 * Streams in EventStoreDB or KurrentDB, written and read at the leader.
 *
 * Every append states its exact expected revision, and so does every repetition of it: the original one, at which the server recognises
 * the ids of what it has already written. Repeated at a newer revision, or at any, it would be written twice. An append that finds its
 * very events at their revisions is `committed`, whoever wrote them.
 *
 * One append is one write to the server, which by default takes 1 MiB in all (`MaxAppendSize`, up to 16 MiB): larger ones are refused as
 * {@link StoreUnavailable}, so the setting must be raised before larger events are recorded.
 */
export class EventStoreDbEventStore implements EventStore {
  readonly #connection: Connection;
  readonly #cases: LRUCache<StreamId, CaseId>;
  readonly #attempts: Attempts;
  readonly #deadline: number;
  readonly #underWay = new Set<Promise<AppendOutcome>>();
  #closed = false;

  constructor(connectionString: string, options: EventStoreDbEventStoreOptions = {}) {
    const { attempts = 5, firstPause = 50, deadline = 5_000, patience = 10_000, rememberedCases = 100_000 } = options;
    this.#connection = new Connection(connectionString);
    this.#cases = new LRUCache({ max: rememberedCases });
    this.#attempts = { attempts, firstPause, patience };
    this.#deadline = deadline;
  }

  async append(events: readonly StoredEvent[]): Promise<AppendOutcome> {
    const whole = appendable(events);
    if (this.#closed) throw new StoreUnavailable('the event store is closed; nothing was written');
    const appending = this.#append(whole, events);
    this.#underWay.add(appending);
    return appending.finally(() => this.#underWay.delete(appending));
  }

  async read(stream: StreamId, fromRevision = 0): Promise<readonly StoredEvent[]> {
    return this.#read(stream, fromRevision, Number.MAX_SAFE_INTEGER);
  }

  /** Resolves when the leader answers; for readiness. */
  async ping(): Promise<void> {
    await this.#connection.ping();
  }

  /** Takes no more appends, waits for those under way, and closes its connection. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#connection.close();
  }

  /**
   * The server knows nothing of cases. A stream's case is that of its first event, which never changes, so it is looked up once. Of two
   * first appends only one is written; the other conflicts, and is then compared with what the winner began.
   */
  async #append(whole: Appendable, events: readonly StoredEvent[]): Promise<AppendOutcome> {
    const { stream, caseId, first } = whole;
    const bound = first > 0 ? await this.#caseOf(stream) : this.#cases.get(stream);
    if (first > 0 && bound === undefined) return { outcome: 'conflict' };
    if (bound !== undefined && bound !== caseId) throw new CaseBoundToStream(stream);
    const outcome = await this.#settle(whole, events);
    if (outcome.outcome === 'committed') this.#cases.set(stream, caseId);
    if (outcome.outcome === 'conflict' && (await this.#caseOf(stream)) !== caseId) throw new CaseBoundToStream(stream);
    return outcome;
  }

  /** Attempts until one tells what became of the append. When the fate of any stays unknown, a later refusal does not settle it. */
  async #settle(whole: Appendable, events: readonly StoredEvent[]): Promise<AppendOutcome> {
    let lost: Error | undefined;
    let refusal: StoreUnavailable | undefined;
    const settled = await persist<AppendOutcome | 'refused'>(this.#attempts, async () => {
      try {
        await this.#send(whole, events);
        return { outcome: 'committed' };
      } catch (error) {
        const failure = error instanceof EventsMisplaced ? 'misplaced' : failureOf(error);
        if (failure === 'misplaced') throw error;
        if (failure === 'conflict') return { outcome: 'conflict' };
        if (failure === 'lost') lost = error as Error;
        refusal = failure === 'deleted' ? deleted(whole.stream, error) : unavailable(error);
        return failure === 'deleted' || failure === 'refused' ? 'refused' : undefined;
      }
    });
    if (settled !== undefined && settled !== 'refused') return settled;
    if (lost) return { outcome: 'unknown', cause: lost };
    throw refusal ?? new StoreUnavailable('no attempt was made; nothing was written');
  }

  async #send({ stream, first }: Appendable, events: readonly StoredEvent[]): Promise<void> {
    const expectedRevision = first === 0 ? NO_STREAM : BigInt(first - 1);
    const records = events.map(recordOf);
    const result = await this.#connection.call((client) =>
      client.appendToStream(stream, records, { expectedRevision, requiresLeader: true, deadline: this.#deadline }),
    );
    requireRevision(result, stream, first + events.length - 1);
  }

  async #caseOf(stream: StreamId): Promise<CaseId | undefined> {
    const known = this.#cases.get(stream);
    if (known !== undefined) return known;
    const [beginning] = await this.#read(stream, 0, 1);
    if (beginning) this.#cases.set(stream, beginning.caseId);
    return beginning?.caseId;
  }

  async #read(stream: StreamId, from: number, maxCount: number): Promise<readonly StoredEvent[]> {
    let last: unknown;
    const read = await persist<ResolvedEvent[]>(this.#attempts, async () => {
      try {
        const options = { fromRevision: BigInt(from), maxCount, requiresLeader: true };
        return await this.#connection.call((client) => collect(client.readStream(stream, options), this.#deadline));
      } catch (error) {
        last = error;
        const failure = failureOf(error);
        if (failure === 'absent') return [];
        if (failure === 'deleted') throw deleted(stream, error);
        if (failure === 'refused') throw unavailable(error, 'nothing was read');
        return undefined;
      }
    });
    if (!read) throw unavailable(last, 'nothing was read');
    return read.flatMap(({ event }) => (event ? [storedOf(event)] : []));
  }
}

const requireRevision = ({ nextExpectedRevision }: AppendResult, stream: StreamId, revision: number): void => {
  if (nextExpectedRevision === BigInt(revision)) return;
  throw new EventsMisplaced(`${stream} was deleted and goes on: what states revision ${revision} stands at ${nextExpectedRevision}`);
};
