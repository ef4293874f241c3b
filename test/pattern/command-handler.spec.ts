import fc from 'fast-check';
import { InMemoryEventStore } from '#in-memory';
import {
  accept,
  commandHandler,
  LostRace,
  OutcomeUnknown,
  refuse,
  type AnswerEvent,
  type Codec,
  type Command,
  type CommandRequest,
  type Decider,
  type DomainEvent,
  type EventStore,
} from '#eventsourcing';

type Count = DomainEvent<'Counted', { readonly by: number }>;
type Add = Command<'Add', { readonly by: number }> | Command<'Check', object>;

const counter: Decider<number, Add, Count, 'TooMuch'> = {
  initialState: 0,
  decide: (command, total) => {
    if (command.type === 'Check' || command.data.by === 0) return accept();
    return total + command.data.by > 10
      ? refuse('TooMuch', { total }, ['a smaller number'])
      : accept({ type: 'Counted', data: command.data });
  },
  evolve: (total, { data }) => total + data.by,
};

/** Plain JSON: what the handler needs of a codec, without a catalogue. */
const codec: Codec<Count> = {
  encode: async ({ event, ...envelope }) => ({
    stream: envelope.stream,
    revision: envelope.revision,
    caseId: envelope.caseId,
    entry: Buffer.from(JSON.stringify({ ...envelope, schemaVersion: 1, type: event.type })),
    data: Buffer.from(JSON.stringify(event.data)),
    sealed: [],
  }),
  decode: ({ entry, data }) => ({ ...(JSON.parse(entry.toString()) as object), data: JSON.parse(data.toString()) as object }) as never,
};

const request = (commandId: string, command: Add, more: Partial<CommandRequest<Add>> = {}): CommandRequest<Add> => ({
  stream: 'counter-1',
  caseId: 'case-1',
  command,
  commandId,
  bodyDigest: JSON.stringify(command),
  actor: { userId: 'u', rolesAtThatTime: [], userRevision: 0, channel: 'api' },
  correlationId: 'c',
  causationId: 'c',
  policyVersion: 'p@1',
  processVersion: 's@1',
  ...more,
});

/** UUIDs, since event ids are derived from them. */
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const add = (by: number): Add => ({ type: 'Add', data: { by } });

const setUp = (
  store: EventStore = new InMemoryEventStore(),
  authorize?: (request: CommandRequest<Add>, total: number) => string | undefined,
) => {
  const handlerOn = (port: EventStore) =>
    commandHandler<number, Add, Count>({
      store: port,
      codec,
      decider: counter,
      exists: (total) => total > 0,
      creates: ['Add'],
      clock: () => '2026-01-01T00:00:00.000Z',
      ...(authorize && { authorize }),
    });
  const history = async () => (await store.read('counter-1')).map((stored) => codec.decode(stored) as Count | AnswerEvent);
  return { store, handle: handlerOn(store), handlerOn, history };
};

/** Takes a repetition at its own revisions for success, as EventStoreDB does. */
const recognising = (store: EventStore): EventStore => ({
  read: (stream, from) => store.read(stream, from),
  append: async (events) => {
    const outcome = await store.append(events);
    const present = await store.read(events[0]?.stream ?? '', events[0]?.revision);
    const repeated = events.every(({ entry }, at) => present[at]?.entry.equals(entry));
    return outcome.outcome === 'conflict' && repeated ? { outcome: 'committed' } : outcome;
  },
});

const stores: [string, () => EventStore][] = [
  ['a store where a repetition conflicts', () => new InMemoryEventStore()],
  ['a store that recognises a repetition', () => recognising(new InMemoryEventStore())],
];

describe('handling a command', () => {
  it('records what was decided, refusals and no-effects included', async () => {
    const { handle, history } = setUp();
    expect(await handle(request(id(1), add(4)))).toMatchObject({ kind: 'answered', revision: 0, stateRevision: 0, repeated: false });
    expect(await handle(request(id(2), add(9)))).toMatchObject({
      answer: { kind: 'refused', reason: 'TooMuch' },
      revision: 1,
      stateRevision: 0,
    });
    expect(await handle(request(id(3), add(0)))).toMatchObject({ answer: { kind: 'noEffect' }, revision: 2, stateRevision: 0 });
    expect((await history()).map(({ type }) => type)).toEqual(['Counted', 'CommandRefused', 'CommandHadNoEffect']);
  });

  it('gives a repeated command its first answer, after the state moved on and after a restart', async () => {
    const { store, handle, handlerOn, history } = setUp();
    await handle(request(id(1), add(4)));
    const refused = await handle(request(id(2), add(7)));
    await handle(request(id(3), add(6)));
    for (const again of [handle, handlerOn(store)]) {
      expect(await again(request(id(2), add(7)))).toEqual({ ...refused, repeated: true });
      expect(await again(request(id(1), add(4)))).toMatchObject({ revision: 0, answer: { kind: 'accepted', events: ['Counted'] } });
    }
    expect(await history()).toHaveLength(3);
  });

  it.each(stores)('has one effect when a command arrives many times at once, at several processes over %s', async (_, make) => {
    const { store, handlerOn, history } = setUp(make());
    const processes = [handlerOn(store), handlerOn(store), handlerOn(store)];
    const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => processes[at % 3]!(request(id(1), add(4)))));
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, repeated: true }))).size).toBe(1);
    expect(await history()).toHaveLength(1);
  });

  it('tells another body under the same key', async () => {
    const { handle } = setUp();
    await handle(request(id(1), add(4)));
    expect(await handle(request(id(1), add(5)))).toEqual({ kind: 'keyReused' });
  });

  it('decides a lost race again on the newer state', async () => {
    const { store, handlerOn, history } = setUp();
    const [here, there] = [handlerOn(store), handlerOn(store)];
    await here(request(id(1), add(4)));
    await there(request(id(2), add(4)));
    expect(await here(request(id(3), add(4)))).toMatchObject({ answer: { kind: 'refused', detail: { total: 8 } }, revision: 2 });
    expect(await history()).toHaveLength(3);
  });

  it('gives up a race that others keep winning', async () => {
    const { store, handlerOn } = setUp();
    const losing: EventStore = { read: (stream, from) => store.read(stream, from), append: async () => ({ outcome: 'conflict' }) };
    await expect(handlerOn(losing)(request(id(1), add(1)))).rejects.toThrow(LostRace);
  });

  it('finds its answer after an outcome that was not known', async () => {
    const { store, handlerOn, history } = setUp();
    let cut = true;
    const flaky: EventStore = {
      read: (stream, from) => store.read(stream, from),
      append: async (events) => {
        const outcome = await store.append(events);
        return cut ? { outcome: 'unknown', cause: new Error('connection lost during commit') } : outcome;
      },
    };
    const handle = handlerOn(flaky);
    await expect(handle(request(id(1), add(4)))).rejects.toThrow(OutcomeUnknown);
    cut = false;
    expect(await handle(request(id(1), add(4)))).toMatchObject({ revision: 0, repeated: true });
    expect(await history()).toHaveLength(1);
  });

  it('leaves no trace of what was not decided: unknown, denied, or seen at another revision', async () => {
    const { handle, history } = setUp(undefined, (_, total) => (total > 5 ? 'closed' : undefined));
    expect(await handle(request(id(1), { type: 'Check', data: {} }))).toEqual({ kind: 'notFound' });
    await handle(request(id(2), add(4)));
    expect(await handle(request(id(3), add(4), { expectedStateRevision: 7 }))).toEqual({ kind: 'preconditionFailed', stateRevision: 0 });
    await handle(request(id(4), add(4), { expectedStateRevision: 0 }));
    expect(await handle(request(id(5), add(1)))).toEqual({ kind: 'denied', reason: 'closed' });
    expect(await history()).toHaveLength(2);
  });

  it('judges what leaves no trace on fresh state, not on what it remembers', async () => {
    const { store, handlerOn } = setUp();
    const [here, there] = [handlerOn(store), handlerOn(store)];
    await here(request(id(1), add(1)));
    await there(request(id(2), add(1)));
    expect(await here(request(id(3), add(1), { expectedStateRevision: 1 }))).toMatchObject({ kind: 'answered', revision: 2 });
  });

  it('compares If-Match with the last change, which a refusal is not', async () => {
    const { handle } = setUp();
    await handle(request(id(1), add(4)));
    await handle(request(id(2), add(9)));
    expect(await handle(request(id(3), add(1), { expectedStateRevision: 0 }))).toMatchObject({ kind: 'answered', stateRevision: 2 });
  });

  it.each(stores)('never answers one command in two ways, whatever is repeated when and where over %s (I2)', async (_, make) => {
    const commands = fc.array(fc.record({ n: fc.nat(5), process: fc.nat(2), restart: fc.boolean() }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const { store, handlerOn, history } = setUp(make());
        const processes = [handlerOn(store), handlerOn(store), handlerOn(store)];
        const first = new Map<number, unknown>();
        for (const { n, process, restart } of sequence) {
          if (restart) processes[process] = handlerOn(store);
          const result = await processes[process]!(request(id(n), add(n)));
          expect({ ...result, repeated: false }).toEqual(first.get(n) ?? { ...result, repeated: false });
          first.set(n, { ...result, repeated: false });
        }
        expect(await history()).toHaveLength(first.size);
      }),
      { numRuns: 60 },
    );
  });
});
