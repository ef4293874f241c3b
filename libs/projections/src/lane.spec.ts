import type { RowKey } from '#eventsourcing';
import { InMemoryProjectionStore } from '#in-memory';
import { comparable, decodeCounters, inMemoryLedger, oracle, sequence, totals, type CounterFact, type Total } from '#projections/testing';
import type { AnyProjectionTable } from './any-projection.ts';
import { batchOf } from './batch.ts';
import { Lane } from './lane.ts';
import type { Change } from './projection-store.port.ts';

const facts: readonly CounterFact[] = Array.from({ length: 30 }, (_, at) => ({
  caseId: `c${at % 4}`,
  event: { type: 'CounterAdded', data: { amount: at, note: null } },
}));

describe('a build on its way along the ledger', () => {
  const underway = async (definition: AnyProjectionTable = totals(), happened = facts) => {
    const ledger = inMemoryLedger(sequence(happened));
    const store = new InMemoryProjectionStore();
    const { ledgerId } = await ledger.head();
    const build = { projection: 'counter-totals', version: 1, build: 1, definition };
    await store.create(build, ledgerId);
    await store.finish(build);
    await store.swap(build, ledgerId, { regardless: true });
    const notices: unknown[] = [];
    const context = {
      store,
      ledger,
      ledgerId,
      notify: (notice: unknown) => void notices.push(notice),
      moved: () => undefined,
      now: Date.now,
    };
    const seated = async () => {
      const lane = new Lane(build, context, { cachedRows: 10, chunk: 10, lingers: false });
      await lane.seek();
      return lane;
    };
    const batch = async (from: number, count: number) => batchOf(await ledger.read(from, count), decodeCounters, false)!;
    return { ledger, store, lane: await seated(), seated, batch, notices };
  };

  /** What it looks for. */
  const askedOf = (store: InMemoryProjectionStore): readonly (readonly RowKey[])[] => {
    const asked: (readonly RowKey[])[] = [];
    const load = store.load.bind(store);
    store.load = (...given) => {
      asked.push(given[1]);
      return load(...given);
    };
    return asked;
  };

  it('drops a batch that it has had, or that leaves a gap', async () => {
    const { ledger, store, lane, batch, notices } = await underway();
    for (const [from, count] of [
      [0, 10],
      [0, 10],
      [5, 10],
      [20, 10],
      [10, 20],
      [0, 30],
    ] as const)
      await lane.apply(await batch(from, count));
    expect(lane.committed).toBe(30);
    expect(comparable(totals(), store.rows('counter-totals')!)).toEqual(oracle(totals(), ledger.events, decodeCounters));
    expect(notices).toEqual([]);
  });

  it('writes nothing when another has moved it, and takes its seat again', async () => {
    const { ledger, store, lane, batch } = await underway();
    await lane.apply(await batch(0, 10));
    await store.setPaused('counter-totals', true);
    await store.setPaused('counter-totals', false);
    await lane.apply(await batch(10, 10));
    expect([lane.condition, lane.committed]).toEqual(['unseated', 10]);
    await lane.seek();
    await lane.apply(await batch(10, 20));
    expect(comparable(totals(), store.rows('counter-totals')!)).toEqual(oracle(totals(), ledger.events, decodeCounters));
  });

  /** Counters say of their rows that each is of one stream. */
  const perStream = (handles = totals().projection.handles): AnyProjectionTable => {
    const { projection, table } = totals();
    return { projection: { ...projection, perStream: true, ...(handles && { handles }) }, table };
  };

  it('does not look for the row of a stream that begins where each row is of one stream', async () => {
    const { ledger, store, lane, seated, batch } = await underway(perStream());
    const asked = askedOf(store);
    await lane.apply(await batch(0, 3));
    expect(asked).toEqual([]);
    // One stream that begins, and three that another lane has begun.
    await (await seated()).apply(await batch(3, 27));
    expect(asked.map((keys) => keys.map(([caseId]) => caseId))).toEqual([['c0', 'c1', 'c2']]);
    expect(comparable(totals(), store.rows('counter-totals')!)).toEqual(oracle(totals(), ledger.events, decodeCounters));
  });

  const onlyAdded = perStream(['CounterAdded']);
  const tagged = ['c0', 'c1', 'c2'].map((caseId): CounterFact => ({ caseId, event: { type: 'CounterTagged', data: { tags: [] } } }));

  it('does not look for it either when the stream began with what is none of its', async () => {
    const { ledger, store, lane, batch } = await underway(onlyAdded, [...tagged, ...facts]);
    const asked = askedOf(store);
    await lane.apply(await batch(0, 3));
    await lane.apply(await batch(3, 30));
    expect(asked).toEqual([]);
    expect(comparable(onlyAdded, store.rows('counter-totals')!)).toEqual(oracle(onlyAdded, ledger.events, decodeCounters));
  });

  it('looks for the row of a stream that it saw begin when another may have written it', async () => {
    const { ledger, store, lane, seated, batch } = await underway(onlyAdded, [...tagged, ...facts]);
    await lane.apply(await batch(0, 3));
    const other = await seated();
    await other.apply(await batch(0, 5));
    await lane.apply(await batch(3, 1));
    expect(lane.condition).toBe('unseated');
    await lane.seek();
    await lane.apply(await batch(5, 28));
    expect(comparable(onlyAdded, store.rows('counter-totals')!)).toEqual(oracle(onlyAdded, ledger.events, decodeCounters));
  });

  it('looks for a row that it wrote and no longer has in memory, also after the database refused one beside it', async () => {
    const cases = Array.from({ length: 25 }, (_, at) => `c${at}`);
    const add = (caseId: string, amount: number, note: string | null = null) =>
      ({ caseId, event: { type: 'CounterAdded', data: { amount, note } } }) as const;
    const happened = [
      ...cases.map((caseId) => add(caseId, 1, caseId === 'c3' ? '\u0000' : null)),
      ...cases.map((caseId) => add(caseId, 2)),
    ];
    const { store, lane, batch, notices } = await underway(perStream(), happened);
    await lane.apply(await batch(0, 25));
    expect(notices).toMatchObject([{ kind: 'parked', parked: { caseId: 'c3' } }]);
    for (let at = 25; at < 50; at += 5) await lane.apply(await batch(at, 5));
    expect(store.rows('counter-totals')).toHaveLength(24);
    expect(store.rows('counter-totals')!.every((row) => (row as unknown as Total).events === 2)).toBe(true);
  });

  /** What it writes, by a clock of its own. */
  const watched = async (definition: AnyProjectionTable, happened: readonly CounterFact[], lingers = false) => {
    const ledger = inMemoryLedger(sequence(happened));
    const store = new InMemoryProjectionStore();
    const { ledgerId } = await ledger.head();
    const build = { projection: 'counter-totals', version: 1, build: 1, definition };
    await store.create(build, ledgerId);
    await store.finish(build);
    await store.swap(build, ledgerId, { regardless: true });
    const commits: Change['to'][] = [];
    let [now, moves] = [0, 0];
    const commit = store.commit.bind(store);
    store.commit = (...given) => {
      commits.push(given[2].to);
      return commit(...given);
    };
    const context = { store, ledger, ledgerId, notify: () => undefined, moved: () => void (moves += 1), now: () => now };
    const lane = new Lane(build, context, { cachedRows: 10, chunk: 10, lingers });
    await lane.seek();
    const apply = async (from: number, count: number) => lane.apply(batchOf(await ledger.read(from, count), decodeCounters, false)!);
    return {
      store,
      ledger,
      lane,
      apply,
      positions: () => commits.map(({ position }) => position),
      moves: () => moves,
      pass: (ms: number) => (now += ms),
    };
  };

  /** Events that change no row of it, with one that does at index 20. */
  const seldom = () => {
    const others = facts.map(({ caseId }, at) => ({
      caseId,
      event: at === 20 ? facts[1]!.event : ({ type: 'CounterAdded', data: { amount: 0, note: 'nothing' } } as const),
    }));
    const definition = totals();
    const onlyAmounts = {
      ...definition,
      projection: {
        ...definition.projection,
        evolve: (...[row, event]: Parameters<typeof definition.projection.evolve>) =>
          (event.data as { amount: number }).amount === 0 ? row : definition.projection.evolve(row, event),
      },
    };
    return watched(onlyAmounts, others);
  };

  it('passes events that change nothing without writing, and says so to who waits', async () => {
    const { lane, apply, positions, moves } = await seldom();
    await apply(0, 10);
    await apply(10, 10);
    expect([lane.reflected, lane.committed, moves(), positions()]).toEqual([20, 0, 2, []]);
    await apply(20, 5);
    expect([lane.reflected, lane.committed, positions()]).toEqual([25, 25, [25]]);
  });

  it('moves a checkpoint that is behind its rows after a moment, or when told to', async () => {
    const { lane, apply, positions, pass } = await seldom();
    await apply(0, 10);
    await lane.settle();
    expect(positions()).toEqual([]);
    pass(50);
    await lane.settle();
    expect([lane.committed, lane.unsettled, positions()]).toEqual([10, false, [10]]);
    await apply(10, 5);
    await lane.settle({ atOnce: true });
    expect(positions()).toEqual([10, 15]);
  });

  it('claims nothing beyond its checkpoint once another has moved it', async () => {
    const { store, lane, apply } = await seldom();
    await apply(0, 10);
    await store.setPaused('counter-totals', true);
    await store.setPaused('counter-totals', false);
    await apply(10, 15);
    expect([lane.condition, lane.reflected]).toEqual(['unseated', 0]);
  });

  it('writes what lingers in one transaction after a moment, or when told to, and claims it no sooner', async () => {
    const { store, ledger, lane, apply, positions, moves, pass } = await watched(totals(), facts, true);
    await apply(0, 5);
    await apply(5, 5);
    await lane.settle();
    expect([lane.position, lane.reflected, lane.unsettled, moves(), positions()]).toEqual([10, 0, true, 2, []]);
    pass(50);
    await apply(10, 5);
    expect([lane.reflected, lane.unsettled, positions()]).toEqual([15, false, [15]]);
    await apply(15, 5);
    await lane.settle({ atOnce: true });
    expect([lane.reflected, positions()]).toEqual([20, [15, 20]]);
    expect(comparable(totals(), store.rows('counter-totals')!)).toEqual(oracle(totals(), ledger.events.slice(0, 20), decodeCounters));
  });

  it.each(['later', 'when told to'])('finds the case whose row the database refuses among what lingered, written %s', async (how) => {
    const happened = facts.map((fact, at) =>
      at === 7 ? { caseId: 'c9', event: { type: 'CounterAdded', data: { amount: 1, note: '\u0000' } } as const } : fact,
    );
    const { store, lane, apply, pass } = await watched(totals(), happened, true);
    await apply(0, 5);
    await apply(5, 5);
    pass(50);
    await (how === 'later' ? apply(10, 5) : lane.settle());
    expect([lane.condition, store.rows('counter-totals')]).toEqual(['unseated', []]);
    await lane.seek();
    await apply(0, 15);
    expect([lane.committed, [...lane.parkedFrom]]).toEqual([15, [['c9', 7]]]);
    expect(store.rows('counter-totals')).toHaveLength(4);
  });

  it('tells at once that a case is held back, whatever lingers', async () => {
    const troubled = totals(1, ({ index }) => {
      if (index === 7) throw new Error('no');
    });
    const { lane, apply } = await watched(troubled, facts, true);
    await apply(0, 5);
    await apply(5, 5);
    expect([lane.committed, [...lane.parkedFrom]]).toEqual([10, [['c3', 7]]]);
  });
});
