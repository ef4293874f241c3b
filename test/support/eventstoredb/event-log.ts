/** An event as a client sends it. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as it stands in the log. */
export interface LoggedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Both its commit and its prepare position, as with a server that writes each event as one record. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type Expected = 'any' | 'no_stream' | 'stream_exists' | number;

/** What changes the log; replaying all of them gives the same log, positions included. */
export type LogRecord =
  | { readonly kind: 'append'; readonly stream: string; readonly created: number; readonly events: readonly ProposedEvent[] }
  | { readonly kind: 'delete' | 'tombstone'; readonly stream: string; readonly created: number };

export type Verdict =
  | { readonly kind: 'write'; readonly record: LogRecord }
  | { readonly kind: 'written'; readonly revision: number }
  | { readonly kind: 'wrong'; readonly current: number | undefined }
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'deleted' };

interface Stream {
  readonly events: LoggedEvent[];
  /** What is before it was deleted softly; it stays in `$all`. */
  from: number;
  tombstoned: boolean;
}

/** The revision that a real server gives the event that ends a stream. */
const lastOfAll = Number.MAX_SAFE_INTEGER;

const overhead = 80;
const sizeOf = (event: ProposedEvent, stream: string): number =>
  overhead + 2 * stream.length + event.type.length + event.data.length + event.metadata.length;

const systemEvent = (type: string, body: object): ProposedEvent => ({
  id: '00000000-0000-4000-8000-000000000000',
  type,
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify(body)),
  metadata: new Uint8Array(),
});

/** Streams and `$all` in memory, with the server's rules about expected revisions. */
export class EventLog {
  readonly all: LoggedEvent[] = [];
  readonly #streams = new Map<string, Stream>();
  #position = 0;

  constructor() {
    this.apply({ kind: 'append', stream: '$settings', created: 0, events: [systemEvent('$settings', {})] });
  }

  /** The stream's readable events from its first one on; nothing when it does not exist or was deleted softly. */
  read(stream: string): readonly LoggedEvent[] | 'tombstoned' {
    const found = this.#streams.get(stream);
    if (found?.tombstoned) return 'tombstoned';
    return found?.events.slice(found.from) ?? [];
  }

  /** Decides an append. A repetition is known by its events' ids alone, at the place that the expected revision names. */
  append(stream: string, expected: Expected, events: readonly ProposedEvent[], created: number): Verdict {
    const found = this.#streams.get(stream) ?? { events: [], from: 0, tombstoned: false };
    if (found.tombstoned) return { kind: 'deleted' };
    const current = found.events.length - 1;
    const repeated = expected === current ? 'not' : repetition(found.events, expected, events);
    if (repeated === 'part') return { kind: 'corrupt' };
    if (typeof repeated === 'number') return { kind: 'written', revision: repeated };
    if (meets(expected, current, found.from)) return { kind: 'write', record: { kind: 'append', stream, created, events } };
    return { kind: 'wrong', current: current < 0 ? undefined : current };
  }

  delete(kind: 'delete' | 'tombstone', stream: string, expected: Expected, created: number): Verdict {
    const found = this.#streams.get(stream);
    if (found?.tombstoned) return { kind: 'deleted' };
    const current = found ? found.events.length - 1 : undefined;
    const meets = expected === 'any' || (expected === 'stream_exists' ? current !== undefined : expected === (current ?? 'no_stream'));
    return meets ? { kind: 'write', record: { kind, stream, created } } : { kind: 'wrong', current };
  }

  /** Writes what was decided, and returns the revision of its last event. */
  apply(record: LogRecord): number {
    const { stream, created } = record;
    const target = this.#stream(stream);
    if (record.kind === 'append') {
      for (const event of record.events) target.events.push(this.#log(stream, target.events.length, event, created));
    } else if (record.kind === 'tombstone') {
      target.tombstoned = true;
      this.#log(stream, lastOfAll, systemEvent('$streamDeleted', {}), created);
    } else {
      target.from = target.events.length;
      const about = this.#stream(`$$${stream}`);
      about.events.push(this.#log(`$$${stream}`, about.events.length, systemEvent('$metadata', { $tb: target.from }), created));
    }
    return target.events.length - 1;
  }

  #stream(name: string): Stream {
    const found = this.#streams.get(name) ?? { events: [], from: 0, tombstoned: false };
    this.#streams.set(name, found);
    return found;
  }

  #log(stream: string, revision: number, event: ProposedEvent, created: number): LoggedEvent {
    const logged = { ...event, stream, revision, position: this.#position, created };
    this.#position += sizeOf(event, stream);
    this.all.push(logged);
    return logged;
  }
}

const meets = (expected: Expected, current: number, from: number): boolean => {
  switch (expected) {
    case 'any':
      return true;
    case 'no_stream':
      return current < from;
    case 'stream_exists':
      return current >= from;
    default:
      return expected === current;
  }
};

/** The revision of the last event when all of them stand there already; `part` when only the first ones do. */
const repetition = (present: readonly LoggedEvent[], expected: Expected, events: readonly ProposedEvent[]): number | 'part' | 'not' => {
  const anywhere = (): number => present.findIndex(({ id }) => id === events[0]?.id);
  const start = typeof expected === 'number' ? expected + 1 : expected === 'no_stream' ? 0 : anywhere();
  const same = events.findIndex(({ id }, at) => present[start + at]?.id !== id);
  if (start < 0 || same === 0 || events.length === 0) return 'not';
  if (same > 0) return typeof expected === 'number' || expected === 'no_stream' ? 'part' : 'not';
  return start + events.length - 1;
};
