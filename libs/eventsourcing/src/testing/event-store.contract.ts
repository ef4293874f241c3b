import { hash, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { MalformedAppend } from '../appendable.ts';
import type { EventSource, SourceCursor, SourcedEvent } from '../event-source.port.ts';
import { CaseBoundToStream, type AppendOutcome, type EventStore } from '../event-store.port.ts';
import type { StoredEvent } from '../message.ts';

/** One adapter, empty, with its source over all streams and others over a prefix. */
export interface EventStoreUnderTest {
  readonly store: EventStore;
  readonly source: EventSource;
  sourceOf(prefix: string): EventSource;
  close(): Promise<void>;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

/** An event of bytes that no other event has. */
export const storedEvent = (stream: string, revision: number, given: Partial<StoredEvent> = {}): StoredEvent => ({
  stream,
  revision,
  caseId: `case-of-${stream}`,
  entry: bytes(JSON.stringify({ eventId: randomUUID(), revision, stream })),
  data: bytes(JSON.stringify({ note: randomUUID() })),
  sealed: [],
  ...given,
});

/** `count` events of one stream from `first` on. */
export const storedEvents = (stream: string, first: number, count: number, given: Partial<StoredEvent> = {}): StoredEvent[] =>
  Array.from({ length: count }, (_, ordinal) => storedEvent(stream, first + ordinal, given));

export const freshStream = (category = 'lead'): string => `${category}-${randomUUID()}`;

const committed: AppendOutcome = { outcome: 'committed' };
const conflict: AppendOutcome = { outcome: 'conflict' };

/** The leaf of an event as anyone can compute it. */
export const leafOf = ({ entry }: Pick<StoredEvent, 'entry'>): Buffer => hash('sha256', Buffer.concat([Buffer.of(0), entry]), 'buffer');

/** All that is there after the cursor, page by page, until nothing more is ready. */
export const drain = async (source: EventSource, after?: SourceCursor, limit = 100): Promise<SourcedEvent[]> => {
  const all: SourcedEvent[] = [];
  for (;;) {
    const page = await source.readAfter(all.at(-1)?.cursor ?? after, limit);
    if (page.length === 0) return all;
    all.push(...page);
  }
};

/** Reads on from the cursor until `count` events have come. Jest's time limit ends a wait in vain. */
export const follow = async (source: EventSource, after: SourceCursor | undefined, count: number): Promise<SourcedEvent[]> => {
  const all: SourcedEvent[] = [];
  while (all.length < count) {
    const page = await source.readAfter(all.at(-1)?.cursor ?? after, 50);
    all.push(...page);
    if (page.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return all;
};

const named = ({ stream, revision }: { stream: string; revision: number }): string => `${stream}@${revision}`;

/** Each stream's events are in order and without a gap among those given. */
export const expectStreamOrder = (events: readonly { stream: string; revision: number }[]): void => {
  const last = new Map<string, number>();
  for (const { stream, revision } of events) {
    const before = last.get(stream);
    if (before !== undefined) expect(`${stream}@${revision}`).toBe(`${stream}@${before + 1}`);
    last.set(stream, revision);
  }
};

/** What every event store is held to: I1 to I3 as far as one process can show them. Durability and crashes are each adapter's own tests. */
export const eventStoreContract = (make: () => Promise<EventStoreUnderTest>): void => {
  let under: EventStoreUnderTest;
  let store: EventStore;
  let source: EventSource;

  beforeAll(async () => {
    under = await make();
    ({ store, source } = under);
  });
  afterAll(() => under.close());

  describe('reading a stream', () => {
    it('finds nothing in one that has no event', async () => expect(await store.read(freshStream())).toEqual([]));

    it('gives back the very bytes', async () => {
      const every = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
      const event = storedEvent(freshStream(), 0, {
        entry: every,
        data: Buffer.from([...every].reverse()),
        sealed: [every, Buffer.alloc(0), randomBytes(33)],
      });
      await store.append([event]);
      expect(await store.read(event.stream)).toEqual([event]);
    });

    it('starts at the revision asked for', async () => {
      const stream = freshStream();
      const events = storedEvents(stream, 0, 5);
      await store.append(events);
      expect(await store.read(stream, 3)).toEqual(events.slice(3));
      expect(await store.read(stream, 5)).toEqual([]);
    });

    it('takes events of a megabyte, and many of them in one append', async () => {
      const stream = freshStream();
      const large = storedEvents(stream, 0, 6).map((event) => ({ ...event, data: randomBytes(1_000_000), sealed: [randomBytes(500_000)] }));
      expect(await store.append(large)).toEqual(committed);
      expect((await store.read(stream)).map(({ data }) => data.equals(large.shift()?.data ?? Buffer.alloc(0)))).toEqual(
        Array(6).fill(true),
      );
    });

    it('serves many streams at once, each its own', async () => {
      const events = Array.from({ length: 30 }, () => storedEvents(freshStream(), 0, 3));
      await Promise.all(events.map((append) => store.append(append)));
      const read = await Promise.all(events.map(([first], at) => store.read(first?.stream ?? '', at % 3)));
      expect(read).toEqual(events.map((append, at) => append.slice(at % 3)));
    });
  });

  describe('appending', () => {
    it('commits at the revision after the last', async () => {
      const stream = freshStream();
      const events = [...storedEvents(stream, 0, 1), ...storedEvents(stream, 1, 3), ...storedEvents(stream, 4, 1)];
      expect(await store.append(events.slice(0, 1))).toEqual(committed);
      expect(await store.append(events.slice(1, 4))).toEqual(committed);
      expect(await store.append(events.slice(4))).toEqual(committed);
      expect(await store.read(stream)).toEqual(events);
    });

    it('conflicts at a revision that is taken', async () => {
      const stream = freshStream();
      const kept = storedEvents(stream, 0, 2);
      await store.append(kept);
      expect(await store.append(storedEvents(stream, 0, 1))).toEqual(conflict);
      expect(await store.append(storedEvents(stream, 1, 1))).toEqual(conflict);
      expect(await store.read(stream)).toEqual(kept);
    });

    it('conflicts beyond the end, and leaves no gap', async () => {
      const stream = freshStream();
      expect(await store.append(storedEvents(stream, 1, 1))).toEqual(conflict);
      expect(await store.append(storedEvents(stream, 0, 1))).toEqual(committed);
      expect(await store.append(storedEvents(stream, 2, 2))).toEqual(conflict);
      expect(await store.append(storedEvents(stream, 1, 1))).toEqual(committed);
      expect((await store.read(stream)).map(({ revision }) => revision)).toEqual([0, 1]);
    });

    it('writes all of its events or none', async () => {
      const stream = freshStream();
      await store.append(storedEvents(stream, 0, 2));
      expect(await store.append(storedEvents(stream, 1, 5))).toEqual(conflict);
      expect(await store.append(storedEvents(stream, 0, 5))).toEqual(conflict);
      expect(await store.read(stream)).toHaveLength(2);
    });

    it('conflicts when it is repeated, or finds what it would write, and keeps one copy', async () => {
      const [events, later] = [storedEvents(freshStream(), 0, 2), storedEvents(freshStream(), 0, 1)];
      const stream = events[0]?.stream ?? '';
      expect(await store.append(events)).toEqual(committed);
      expect([conflict, committed]).toContainEqual(await store.append(events));
      expect(await store.read(stream)).toEqual(events);
      const more = later.map((event) => ({ ...event, stream, revision: 2, caseId: `case-of-${stream}` }));
      expect(await store.append(more)).toEqual(committed);
      expect([conflict, committed]).toContainEqual(await store.append(events));
      expect(await store.read(stream)).toEqual([...events, ...more]);
    });

    it('conflicts when only a part of it is repeated', async () => {
      const stream = freshStream();
      const [one, two] = [storedEvents(stream, 0, 2), storedEvents(stream, 0, 2)];
      expect(await store.append(one)).toEqual(committed);
      expect(await store.append([...one.slice(0, 1), ...two.slice(1)])).toEqual(conflict);
      expect(await store.append([...one, ...storedEvents(stream, 2, 1)])).toEqual(conflict);
      expect(await store.read(stream)).toEqual(one);
    });

    it('keeps one copy of what is sent twice at once', async () => {
      const events = storedEvents(freshStream(), 0, 2);
      const outcomes = await Promise.all([store.append(events), store.append(events), store.append(events)]);
      expect(outcomes).toContainEqual(committed);
      for (const outcome of outcomes) expect([conflict, committed]).toContainEqual(outcome);
      expect(await store.read(events[0]?.stream ?? '')).toEqual(events);
    });

    it('refuses another case than the stream began with, at whatever revision', async () => {
      const stream = freshStream();
      const kept = storedEvents(stream, 0, 2);
      await store.append(kept);
      for (const revision of [0, 1, 2, 3]) {
        await expect(store.append(storedEvents(stream, revision, 1, { caseId: 'case-other' }))).rejects.toThrow(CaseBoundToStream);
      }
      expect(await store.read(stream)).toEqual(kept);
    });

    it('takes several streams into one case', async () => {
      const caseId = `case-${randomUUID()}`;
      const outcomes = await Promise.all([1, 2, 3].map(() => store.append(storedEvents(freshStream(), 0, 2, { caseId }))));
      expect(outcomes).toEqual([committed, committed, committed]);
    });

    it.each<[string, StoredEvent[]]>([
      ['no event', []],
      ['two streams', [storedEvent('lead-a', 0, { caseId: 'case-a' }), storedEvent('lead-b', 1, { caseId: 'case-a' })]],
      ['two cases', [storedEvent('lead-a', 0, { caseId: 'case-a' }), storedEvent('lead-a', 1, { caseId: 'case-b' })]],
      ['a gap', [storedEvent('lead-a', 0), storedEvent('lead-a', 2)]],
      ['revisions backwards', [storedEvent('lead-a', 1), storedEvent('lead-a', 0)]],
      ['a negative revision', [storedEvent('lead-a', -1)]],
      ['a broken revision', [storedEvent('lead-a', 0.5)]],
      ['a revision beyond the last', [storedEvent('lead-a', 2 ** 31)]],
      ['NUL in its stream', [storedEvent('lead-a\u0000', 0, { caseId: 'case-a' })]],
      ['a stream beyond ASCII', [storedEvent('lead-客户', 0, { caseId: 'case-a' })]],
      ['a stream without a name', [storedEvent('', 0, { caseId: 'case-a' })]],
      ['a space in its case', [storedEvent('lead-a', 0, { caseId: 'case a' })]],
      ['a case too long', [storedEvent('lead-a', 0, { caseId: 'c'.repeat(201) })]],
    ])('refuses %s, and writes nothing', async (_, events) => {
      await expect(store.append(events)).rejects.toThrow(MalformedAppend);
      expect(await store.read('lead-a')).toEqual([]);
    });
  });

  describe('many writers', () => {
    it('on one stream have exactly one winner a revision', async () => {
      const stream = freshStream();
      for (let revision = 0; revision < 8; revision += 1) {
        const rivals = Array.from({ length: 16 }, () => storedEvent(stream, revision));
        const outcomes = await Promise.all(rivals.map((event) => store.append([event])));
        const winners = rivals.filter((_, at) => outcomes[at]?.outcome === 'committed');
        expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(15);
        expect(await store.read(stream, revision)).toEqual(winners);
      }
    });

    it('on many streams do not disturb each other', async () => {
      const write = async (stream: string): Promise<StoredEvent[]> => {
        const written: StoredEvent[] = [];
        for (let first = 0; first < 12; first = written.length) {
          const events = storedEvents(stream, first, 1 + (first % 3));
          expect(await store.append(events)).toEqual(committed);
          written.push(...events);
        }
        return written;
      };
      const streams = Array.from({ length: 40 }, () => freshStream());
      const written = await Promise.all(streams.map(write));
      expect(await Promise.all(streams.map((stream) => store.read(stream)))).toEqual(written);
    });

    it('get each their own outcome, whoever shares a commit with them', async () => {
      const [good, taken, bound] = [freshStream(), freshStream(), freshStream()];
      await Promise.all([taken, bound].map((stream) => store.append(storedEvents(stream, 0, 1))));
      const others = storedEvents(bound, 1, 1, { caseId: 'case-other' });
      const appends = [
        storedEvents(good, 0, 3),
        storedEvents(taken, 0, 2),
        others,
        storedEvents(freshStream(), 7, 1),
        storedEvents(taken, 1, 1),
      ];
      const outcomes = await Promise.allSettled(appends.map((events) => store.append(events)));
      expect(outcomes).toEqual([
        { status: 'fulfilled', value: committed },
        { status: 'fulfilled', value: conflict },
        { status: 'rejected', reason: new CaseBoundToStream(bound) },
        { status: 'fulfilled', value: conflict },
        { status: 'fulfilled', value: committed },
      ]);
    });
  });

  it('does what a list per stream would do, whatever is appended', async () => {
    const step = fc.record({
      stream: fc.nat(2),
      caseId: fc.constantFrom('case-a', 'case-a', 'case-a', 'case-b'),
      off: fc.constantFrom(0, 0, 0, -1, 1),
      count: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const streams = [0, 1, 2].map(() => freshStream());
        const model = streams.map((): StoredEvent[] => []);
        for (const { stream, caseId, off, count } of steps) {
          const known = model[stream] ?? [];
          const events = storedEvents(streams[stream] ?? '', Math.max(0, known.length + off), count, { caseId });
          const outcome = await store.append(events).catch((error: unknown) => error);
          if (known[0] && known[0].caseId !== caseId) expect(outcome).toBeInstanceOf(CaseBoundToStream);
          else if (events[0]?.revision !== known.length) expect(outcome).toEqual(conflict);
          else expect((known.push(...events), outcome)).toEqual(committed);
        }
        expect(await Promise.all(streams.map((stream) => store.read(stream)))).toEqual(model);
      }),
      { numRuns: 25 },
    );
  });

  describe('the source', () => {
    const marks = new Set<string>();

    /** What is there by now: read up to a mark appended behind it, for an empty page may also mean "not yet". Marks are left out. */
    const upToMark = async (one: EventSource, after?: SourceCursor, limit = 50): Promise<{ events: SourcedEvent[]; end: SourceCursor }> => {
      const mark = storedEvent(freshStream(), 0);
      marks.add(mark.stream);
      await store.append([mark]);
      const events: SourcedEvent[] = [];
      for (let at = after; ;) {
        const page = await one.readAfter(at, limit);
        const last = page.find(({ stream }) => stream === mark.stream);
        events.push(...page.slice(0, last ? page.indexOf(last) : page.length).filter(({ stream }) => !marks.has(stream)));
        if (last) return { events, end: last.cursor };
        at = page.at(-1)?.cursor ?? at;
        if (page.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const drained = async (one: EventSource, after?: SourceCursor, limit?: number): Promise<SourcedEvent[]> =>
      (await upToMark(one, after, limit)).events;
    const endOf = async (one: EventSource): Promise<SourceCursor> => (await upToMark(one, undefined, 1000)).end;

    it('gives everything from the start, each once, with the leaf of its entry', async () => {
      const events = storedEvents(freshStream(), 0, 4);
      await store.append(events);
      const all = await drained(source);
      expect(new Set(all.map(named)).size).toBe(all.length);
      const found = all.filter(({ stream }) => stream === events[0]?.stream);
      expect(found.map(({ leaf, caseId, revision }) => ({ leaf, caseId, revision }))).toEqual(
        events.map((event) => ({ leaf: leafOf(event), caseId: event.caseId, revision: event.revision })),
      );
    });

    it('goes on from any cursor, in pages of any size, the same each time', async () => {
      const start = await endOf(source);
      for (let append = 0; append < 6; append += 1) await store.append(storedEvents(freshStream(), 0, 1 + append));
      const whole = await drained(source, start);
      expect(whole).toHaveLength(21);
      for (const limit of [1, 2, 7, 20, 21]) expect(await drained(source, start, limit)).toEqual(whole);
      for (const [at, { cursor }] of whole.entries()) {
        expect(await drained(source, JSON.parse(JSON.stringify(cursor)) as SourceCursor)).toEqual(whole.slice(at + 1));
      }
    });

    it('gives at most as many as asked for', async () => {
      await store.append(storedEvents(freshStream(), 0, 3));
      expect(await source.readAfter(undefined, 2)).toHaveLength(2);
    });

    it('never skips an event and keeps each stream in order, while many write', async () => {
      const start = await endOf(source);
      const written: string[] = [];
      const write = async (): Promise<void> => {
        const stream = freshStream();
        for (let first = 0; first < 30; first += 3) {
          const events = storedEvents(stream, first, 3);
          await store.append(events);
          written.push(...events.map(named));
        }
      };
      const writing = Promise.all(Array.from({ length: 12 }, write));
      const read = await follow(source, start, 360);
      await writing;
      expect(read.map(named).sort()).toEqual(written.sort());
      expectStreamOrder(read);
      expect(await source.readAfter(read.at(-1)?.cursor, 10)).toEqual([]);
    });

    it('shows nothing of an append that failed', async () => {
      const stream = freshStream();
      await store.append(storedEvents(stream, 0, 1));
      const start = await endOf(source);
      await store.append(storedEvents(stream, 0, 2));
      await store.append(storedEvents(stream, 1, 1, { caseId: 'case-other' })).catch(() => undefined);
      await store.append(storedEvents(stream, 1, 1));
      expect((await drained(source, start)).map(named)).toEqual([`${stream}@1`]);
    });

    it('reads the streams of its prefix only', async () => {
      const some = under.sourceOf('lead-');
      expect([source.prefix, some.prefix]).toEqual(['', 'lead-']);
      const start = await endOf(source);
      const [lead, other] = [freshStream(), freshStream('leadership')];
      await Promise.all([store.append(storedEvents(other, 0, 5)), store.append(storedEvents(lead, 0, 2))]);
      expect((await drained(some, start, 1)).map(named)).toEqual([`${lead}@0`, `${lead}@1`]);
      expect(await drained(source, start)).toHaveLength(7);
    });

    it('hints at what was appended until told to stop', async () => {
      let hints = 0;
      const hinted = new Promise<void>((resolve) => {
        const stop = source.onAppended(() => {
          hints += 1;
          stop();
          resolve();
        });
      });
      await store.append(storedEvents(freshStream(), 0, 1));
      await hinted;
      await store.append(storedEvents(freshStream(), 0, 1));
      expect(hints).toBe(1);
    });
  });
};
