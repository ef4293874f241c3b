import { hash } from 'node:crypto';
import {
  appendable,
  CaseBoundToStream,
  type AppendOutcome,
  type EventSource,
  type EventStore,
  type SourceCursor,
  type StoredEvent,
  type StreamId,
  type WholeSourcedEvent,
} from '#eventsourcing';

/** Streams in this process' memory: for tests and for trying things out. Its commit order is the order of arrival. */
export class InMemoryEventStore implements EventStore {
  readonly #streams = new Map<StreamId, StoredEvent[]>();
  readonly #log: StoredEvent[] = [];
  readonly #listeners = new Set<() => void>();

  async append(events: readonly StoredEvent[]): Promise<AppendOutcome> {
    const { stream, caseId, first } = appendable(events);
    const known = this.#streams.get(stream) ?? [];
    if (known[0] && known[0].caseId !== caseId) throw new CaseBoundToStream(stream);
    if (first !== known.length) return { outcome: 'conflict' };
    this.#streams.set(stream, [...known, ...events]);
    this.#log.push(...events);
    for (const listener of [...this.#listeners]) listener();
    return { outcome: 'committed' };
  }

  async read(stream: StreamId, fromRevision = 0): Promise<readonly StoredEvent[]> {
    return (this.#streams.get(stream) ?? []).slice(fromRevision);
  }

  /** The store in commit order, restricted to streams of a prefix. Its events are whole, for either kind of ledger. */
  source(prefix = ''): EventSource<WholeSourcedEvent> {
    return {
      prefix,
      readAfter: async (cursor, limit) => this.#readAfter(prefix, cursor, limit),
      onAppended: (listener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
    };
  }

  #readAfter(prefix: string, cursor: SourceCursor | undefined, limit: number): readonly WholeSourcedEvent[] {
    const found: WholeSourcedEvent[] = [];
    for (let at = cursor === undefined ? 0 : Number(cursor) + 1; at < this.#log.length && found.length < limit; at += 1) {
      const event = this.#log[at];
      if (event?.stream.startsWith(prefix)) found.push(sourced(event, String(at)));
    }
    return found;
  }
}

const sourced = (event: StoredEvent, cursor: SourceCursor): WholeSourcedEvent => ({
  ...event,
  cursor,
  leaf: hash('sha256', Buffer.concat([Buffer.of(0), event.entry]), 'buffer'),
});
