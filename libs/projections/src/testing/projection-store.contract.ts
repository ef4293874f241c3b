import type { AnyProjectionTable } from '../any-projection.ts';
import {
  ProjectionHalted,
  type Build,
  type Change,
  type ParkedCase,
  type ProjectionStore,
  type RowChanges,
} from '../projection-store.port.ts';
import { journal, totals, type JournalLine, type Total } from './counters.ts';
import { byCharacters } from './sliced-ledger.ts';

export interface StoreUnderTest {
  readonly store: ProjectionStore;
  readonly close: () => Promise<void>;
}

const ledgerId = 'a4d4a3cc-6a53-4d5b-8d0c-0f3a2f1f9c11';
const leaf = Buffer.alloc(32, 7);

const buildOf = (definition: AnyProjectionTable, build = 1): Build => {
  const { name, version } = definition.projection;
  return { projection: name, version, build, definition };
};

const total = (caseId: string, some: Partial<Total> = {}): Total => ({
  caseId,
  counter: `counter-${caseId}-a`,
  total: 9_007_199_254_740_991,
  events: 1,
  tags: ['plain', 'with "quotes"', 'back\\slash', 'comma,{brace}', 'tab\tnew\nline', ''],
  detail: { last: '测试 \\ " \t', amounts: [0, -1] },
  note: 'tab\t, newline\n, return\r, backslash \\, \\N, 漢字 😀',
  since: '2026-01-31T08:00:00.123Z',
  day: '0099-12-31',
  odd: false,
  ...some,
});

const line = (index: number, some: Partial<JournalLine> = {}): JournalLine => ({
  caseId: 'c1',
  index,
  type: 'CounterAdded',
  amount: null,
  note: null,
  bytes: Buffer.from([0, 1, 92, 255]),
  ...some,
});

const nothing: RowChanges = { fresh: [], changed: [], gone: [] };

const change = (from: { position: number; turn: number }, to: number, some: Partial<Change> = {}): Change => ({
  from,
  to: { position: to, leaf: to === 0 ? undefined : leaf },
  rows: nothing,
  parked: [],
  heldBack: new Map(),
  released: [],
  discarded: [],
  ...some,
});

const parked = (caseId: string, fromIndex: number): ParkedCase => ({
  caseId,
  fromIndex,
  error: 'no',
  heldBack: 1,
  recordedAt: '2026-01-01T00:00:05.000Z',
});

/** What every projection store keeps, whatever it keeps it in. */
export const projectionStoreContract = (make: () => Promise<StoreUnderTest>): void => {
  let store: ProjectionStore;
  let close: () => Promise<void>;
  const build = buildOf(totals());

  beforeEach(async () => {
    ({ store, close } = await make());
    await store.create(build, ledgerId);
  });

  afterEach(() => close());

  const seated = async (of = build) => (await store.seat(of, ledgerId))!;
  const at = async (of = build) => {
    const { checkpoint, turn } = await seated(of);
    return { position: checkpoint.position, turn };
  };
  const keyed = (row: Total) => [row.caseId, row.counter] as const;

  it('makes a build once', async () => {
    expect(await store.create(build, ledgerId)).toBe(false);
    expect(await seated()).toMatchObject({ state: 'filling', finished: false, paused: false, checkpoint: { ledgerId, position: 0 } });
    expect(await store.seat(buildOf(totals(2)), ledgerId)).toBeUndefined();
  });

  it('gives rows back as they were written, in few and in many', async () => {
    const few = [total('c1'), total('c2', { note: null, tags: [], odd: true })];
    await store.commit(build, ledgerId, change(await at(), 1, { rows: { ...nothing, fresh: few } }));
    const many = Array.from({ length: 500 }, (_, n) => total(`m${n}`, n % 2 === 0 ? {} : { note: null, tags: [] }));
    await store.commit(
      build,
      ledgerId,
      change(await at(), 2, { rows: { ...nothing, fresh: many, changed: [total('c1', { events: 2 })] } }),
    );
    const found = await store.load(build, [...few, ...many, total('none')].map(keyed));
    expect(found).toEqual([total('c1', { events: 2 }), few[1], ...many, undefined]);
  });

  it('keeps bytes', async () => {
    const append = buildOf(journal());
    await store.create(append, ledgerId);
    const lines = Array.from({ length: 500 }, (_, n) => line(n));
    await store.commit(append, ledgerId, change({ position: 0, turn: 0 }, 1, { rows: { ...nothing, fresh: [line(1000)] } }));
    await store.commit(append, ledgerId, change(await at(append), 2, { rows: { ...nothing, fresh: lines } }));
    const found = await store.load(append, [['c1', 1000], ...lines.map(({ index }) => ['c1', index] as const)]);
    expect(found).toEqual([line(1000), ...lines]);
  });

  it('moves only from where it is, and else writes nothing at all', async () => {
    const from = await at();
    const first = change(from, 5, { rows: { ...nothing, fresh: [total('c1')] } });
    expect(await store.commit(build, ledgerId, first)).toMatchObject({ kind: 'committed' });
    const again = change(from, 5, { rows: { ...nothing, fresh: [total('c2')] }, parked: [parked('c3', 4)] });
    expect(await store.commit(build, ledgerId, again)).toEqual({ kind: 'stale' });
    const many = Array.from({ length: 500 }, (_, n) => total(`m${n}`));
    expect(await store.commit(build, ledgerId, { ...again, rows: { ...nothing, fresh: many } })).toEqual({ kind: 'stale' });
    const wrongTurn = { position: 5, turn: from.turn };
    expect(await store.commit(build, ledgerId, change(wrongTurn, 6, { rows: { ...nothing, gone: [keyed(total('c1'))] } }))).toEqual({
      kind: 'stale',
    });
    expect(
      await store.load(
        build,
        ['c1', 'c2', 'm1'].map((caseId) => keyed(total(caseId))),
      ),
    ).toEqual([total('c1'), undefined, undefined]);
    const { parked: held, checkpoint } = await seated();
    expect([held.size, checkpoint.position, checkpoint.leaf]).toEqual([0, 5, leaf]);
  });

  it('lets one of many win', async () => {
    const from = await at();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        store.commit(build, ledgerId, change(from, 3, { rows: { ...nothing, fresh: [total('c1', { events: n })] } })),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
  });

  it('moves several builds at once, each only from where it is', async () => {
    const [behind, paused] = [buildOf(journal()), buildOf({ ...totals(), projection: { ...totals().projection, name: 'paused' } })];
    for (const each of [behind, paused]) await store.create(each, ledgerId);
    await store.setPaused('paused', true);
    const [from, elsewhere, still] = [await at(), await at(behind), await at(paused)];
    const outcomes = await Promise.all([
      store.commit(behind, ledgerId, change({ ...elsewhere, position: 3 }, 4)),
      store.commit(build, ledgerId, change(from, 4)),
      store.commit(paused, ledgerId, change(still, 4)),
    ]);
    expect(outcomes).toEqual([{ kind: 'stale' }, { kind: 'committed', turn: (await at()).turn }, { kind: 'stale' }]);
    expect([await at(behind), (await at()).position, await at(paused)]).toEqual([elsewhere, 4, still]);
    const again = await Promise.all([
      store.commit(behind, ledgerId, change(elsewhere, 5)),
      store.commit(build, ledgerId, change(await at(), 6)),
    ]);
    expect(again).toMatchObject([{ kind: 'committed' }, { kind: 'committed' }]);
    expect((await seated()).checkpoint).toMatchObject({ position: 6, leaf });
  });

  it('writes what several builds make of the same events, each only from where it is and whatever is refused of another', async () => {
    const named = (name: string) => buildOf({ ...totals(), projection: { ...totals().projection, name } });
    const [lines, behind, paused, beside] = [buildOf(journal()), named('behind'), named('paused'), buildOf(totals(), 2)];
    const builds = [build, lines, behind, paused, beside];
    for (const each of builds.slice(1)) await store.create(each, ledgerId);
    await store.setPaused('paused', true);
    const commits = async (first: readonly object[], others: readonly object[]) => {
      const froms = await Promise.all(builds.map((each) => at(each)));
      const rows = [first, [line(froms[1]!.position)], others, others, others].map((fresh) => ({ ...nothing, fresh }));
      const aside = (from: (typeof froms)[number], each: Build) => (each === behind ? { ...from, position: 77 } : from);
      return Promise.all(
        builds.map((each, n) => store.commit(each, ledgerId, change(aside(froms[n]!, each), froms[n]!.position + 1, { rows: rows[n]! }))),
      );
    };
    const kinds = async (...rows: Parameters<typeof commits>) => (await commits(...rows)).map(({ kind }) => kind);
    expect(await kinds([total('c1')], [total('c2')])).toEqual(['committed', 'committed', 'stale', 'stale', 'committed']);
    expect(await kinds([total('bad', { events: 2 ** 40 })], [total('c3')])).toEqual([
      'refused',
      'committed',
      'stale',
      'stale',
      'committed',
    ]);
    expect(await kinds([total('bad', { events: NaN })], [total('c4')])).toEqual(['refused', 'committed', 'stale', 'stale', 'committed']);
    const positions = await Promise.all(builds.map(async (each) => (await at(each)).position));
    expect(positions).toEqual([1, 3, 0, 0, 3]);
    const found = async (of: Build) =>
      store.load(
        of,
        ['c1', 'c2', 'c3', 'bad'].map((caseId) => keyed(total(caseId))),
      );
    expect(await found(build)).toEqual([total('c1'), undefined, undefined, undefined]);
    expect(await found(beside)).toEqual([undefined, total('c2'), total('c3'), undefined]);
    expect(await found(behind)).toEqual([undefined, undefined, undefined, undefined]);
    expect(await found(paused)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('deletes rows', async () => {
    await store.commit(build, ledgerId, change(await at(), 1, { rows: { ...nothing, fresh: [total('c1'), total('c2')] } }));
    await store.commit(build, ledgerId, change(await at(), 2, { rows: { ...nothing, gone: [keyed(total('c1'))] } }));
    expect(await store.load(build, [keyed(total('c1')), keyed(total('c2'))])).toEqual([undefined, total('c2')]);
  });

  const unacceptable: readonly [string, Partial<Record<keyof Total, unknown>>][] = [
    ['nothing where there must be something', { total: null }],
    ['U+0000', { note: 'a\u0000b' }],
    ['a lone surrogate', { note: 'a\ud800b' }],
    ['a number out of range', { events: 2 ** 40 }],
    ['what is no number', { events: NaN }],
  ];

  it.each(unacceptable)('refuses %s, in few and in many, and writes nothing', async (_, fault) => {
    const bad = { ...total('bad'), ...fault };
    const good = (count: number) => Array.from({ length: count }, (__, n) => total(`g${n}`));
    for (const count of [1, 500]) {
      const rows = { ...nothing, fresh: [...good(count), bad] };
      expect(await store.commit(build, ledgerId, change(await at(), 1, { rows }))).toMatchObject({ kind: 'refused' });
      expect(await store.refusal(build, rows)).toEqual(expect.any(String));
    }
    expect(await store.refusal(build, { ...nothing, fresh: good(3) })).toBeUndefined();
    expect(await store.load(build, [keyed(total('g0')), keyed(total('bad'))])).toEqual([undefined, undefined]);
    expect((await seated()).checkpoint.position).toBe(0);
  });

  it('refuses to write a row of an append-only table twice', async () => {
    const append = buildOf(journal());
    await store.create(append, ledgerId);
    const rows = { ...nothing, fresh: [line(1)] };
    await store.commit(append, ledgerId, change(await at(append), 1, { rows }));
    expect(await store.commit(append, ledgerId, change(await at(append), 2, { rows }))).toMatchObject({ kind: 'refused' });
  });

  it('stands still while it is paused, but for its operator', async () => {
    const from = await at();
    expect(await store.setPaused('counter-totals', true)).toBe(true);
    expect(await store.setPaused('nobody', true)).toBe(false);
    expect(await store.commit(build, ledgerId, change(from, 1))).toEqual({ kind: 'stale' });
    expect(await store.commit(build, ledgerId, change(await at(), 1))).toEqual({ kind: 'stale' });
    const outcome = await store.locked(build, ledgerId, async (locked) => locked.commit(change({ ...(await at()) }, 0)));
    expect(outcome.kind).toBe('committed');
    await store.setPaused('counter-totals', false);
    expect(await store.commit(build, ledgerId, change(await at(), 1))).toMatchObject({ kind: 'committed' });
  });

  it('keeps what is parked, counts what is held back and how often it was tried', async () => {
    await store.commit(build, ledgerId, change(await at(), 5, { parked: [parked('c1', 3), parked('c2', 4)] }));
    await store.commit(build, ledgerId, change(await at(), 9, { heldBack: new Map([['c1', 4]]) }));
    expect((await seated()).parked.get('c1')).toMatchObject({ ...parked('c1', 3), heldBack: 5 });
    const [record] = await store.builds(ledgerId);
    expect(record).toMatchObject({ parkedCases: 2, heldBack: 6, oldestHeldBack: '2026-01-01T00:00:05.000Z' });
    await store.commit(
      build,
      ledgerId,
      change(await at(), 9, { parked: [{ ...parked('c1', 6), error: 'again', heldBack: 2 }], released: ['c2'] }),
    );
    expect(await store.parked(ledgerId)).toEqual([
      expect.objectContaining({
        caseId: 'c1',
        fromIndex: 6,
        error: 'again',
        attempts: 2,
        heldBack: 2,
        projection: 'counter-totals',
        build: 1,
      }),
    ]);
  });

  it('puts a build behind the readers only when it has come as far as the live one', async () => {
    const second = buildOf(totals(), 2);
    await store.create(second, ledgerId);
    expect(await store.swap(build, ledgerId, { regardless: false })).toBe('swapped');
    expect(await store.swap(build, ledgerId, { regardless: false })).toBe('swapped');
    await store.commit(build, ledgerId, change(await at(), 5));
    expect(await store.swap(second, ledgerId, { regardless: false })).toBe('behind');
    await store.commit(second, ledgerId, change(await at(second), 5));
    const before = await at();
    expect(await store.swap(second, ledgerId, { regardless: false })).toBe('swapped');
    expect((await store.builds(ledgerId)).map(({ build: number, state }) => [number, state])).toEqual([
      [1, 'previous'],
      [2, 'live'],
    ]);
    expect(await store.commit(build, ledgerId, change(before, 6))).toEqual({ kind: 'stale' });
  });

  it('swaps regardless of a live build that nobody can use, keeps one for a rollback and drops what is older', async () => {
    await store.swap(build, ledgerId, { regardless: false });
    await store.commit(build, ledgerId, change(await at(), 5));
    for (const number of [2, 3]) {
      const next = buildOf(totals(), number);
      await store.create(next, ledgerId);
      expect(await store.swap(next, ledgerId, { regardless: true })).toBe('swapped');
    }
    expect((await store.builds(ledgerId)).map(({ build: number, state }) => [number, state])).toEqual([
      [2, 'previous'],
      [3, 'live'],
    ]);
    expect(await store.refill(buildOf(totals(), 2))).toBe(true);
    expect(await store.refill(buildOf(totals(), 3))).toBe(false);
    expect(await store.swap(buildOf(totals(), 2), ledgerId, { regardless: false })).toBe('swapped');
  });

  it('drops a filling build on demand, and no other', async () => {
    await store.swap(build, ledgerId, { regardless: false });
    await store.abandon(build);
    const second = buildOf(totals(), 2);
    await store.create(second, ledgerId);
    await store.abandon(second);
    expect((await store.builds(ledgerId)).map(({ build: number }) => number)).toEqual([1]);
  });

  it('does not give a seat in another ledger', async () => {
    await expect(store.seat(build, 'another')).rejects.toThrow(ProjectionHalted);
  });

  it('lets an operator work on a build while its runner waits or is overtaken', async () => {
    const from = await at();
    let runner: Promise<unknown> = Promise.resolve();
    await store.locked(build, ledgerId, async (locked) => {
      expect(
        await locked.commit(
          change({ position: locked.seat.checkpoint.position, turn: locked.seat.turn }, 0, { rows: { ...nothing, fresh: [total('c1')] } }),
        ),
      ).toMatchObject({ kind: 'committed' });
      runner = store.commit(build, ledgerId, change(from, 5, { rows: { ...nothing, changed: [total('c1', { events: 9 })] } }));
    });
    expect(await runner).toEqual({ kind: 'stale' });
    expect(await store.load(build, [keyed(total('c1'))])).toEqual([total('c1')]);
  });

  describe('in slices', () => {
    const slices = [0, 1, 2].map((partition) => ({ partition, of: 3 }));
    const one = slices[1]!;
    const standing = async (slice = one) => {
      const { checkpoint, turn } = (await store.seat(build, ledgerId, slice))!;
      return { position: checkpoint.position, turn };
    };
    const split = (into = 3) => store.split(build, ledgerId, into, byCharacters);

    it('goes on in each of them from where the whole was', async () => {
      await store.commit(build, ledgerId, change(await at(), 5));
      expect(await split()).toBe(true);
      expect(await split()).toBe(false);
      expect((await store.builds(ledgerId)).map(({ checkpoint }) => checkpoint)).toEqual(
        slices.map((slice) => ({ ledgerId, ...slice, position: 5, leaf })),
      );
      expect(await store.seat(build, ledgerId)).toBeUndefined();
    });

    it('moves each by itself', async () => {
      await split();
      const from = await standing();
      expect(await store.commit(build, ledgerId, change(from, 7, { rows: { ...nothing, fresh: [total('c1')] } }), one)).toMatchObject({
        kind: 'committed',
      });
      expect(await store.commit(build, ledgerId, change(from, 8), one)).toEqual({ kind: 'stale' });
      expect((await store.builds(ledgerId)).map(({ checkpoint: { position } }) => position)).toEqual([0, 7, 0]);
      await store.locked(
        build,
        ledgerId,
        async ({ seat, commit }) => void (await commit(change({ position: 7, turn: seat.turn }, 9))),
        one,
      );
      expect((await standing()).position).toBe(9);
      const many = Array.from({ length: 500 }, (_, n) => total(`m${n}`));
      await store.commit(build, ledgerId, change(await standing(), 10, { rows: { ...nothing, fresh: many } }), one);
      expect((await store.builds(ledgerId)).map(({ checkpoint: { position } }) => position)).toEqual([0, 10, 0]);
    });

    it('stops whoever was at work on the whole', async () => {
      const from = await at();
      await split();
      expect(await store.commit(build, ledgerId, change(from, 5, { rows: { ...nothing, fresh: [total('c1')] } }))).toEqual({
        kind: 'stale',
      });
      expect(await store.load(build, [keyed(total('c1'))])).toEqual([undefined]);
    });

    it('takes each parked case into its slice', async () => {
      const cases = ['c1', 'c2', 'c3', 'd9'];
      await store.commit(build, ledgerId, change(await at(), 5, { parked: cases.map((caseId) => parked(caseId, 4)) }));
      await split(3);
      await split(6);
      for (const { checkpoint, parkedCases } of await store.builds(ledgerId)) {
        const mine = cases.filter((caseId) => byCharacters(caseId, 6) === checkpoint.partition);
        expect([...(await store.seat(build, ledgerId, checkpoint))!.parked.keys()].sort()).toEqual(mine);
        expect(parkedCases).toBe(mine.length);
      }
      expect(await store.parked(ledgerId)).toHaveLength(4);
    });

    it('cannot be put together otherwise', async () => {
      await split();
      await expect(split(4)).rejects.toThrow('no multiple');
      expect((await store.builds(ledgerId)).map(({ checkpoint }) => checkpoint.of)).toEqual([3, 3, 3]);
    });

    it('is behind a live build when any slice of that has come further', async () => {
      await store.swap(build, ledgerId, { regardless: false });
      await split();
      await store.commit(build, ledgerId, change(await standing(), 5), one);
      const second = buildOf(totals(), 2);
      await store.create(second, ledgerId);
      await store.commit(second, ledgerId, change(await at(second), 4));
      expect(await store.swap(second, ledgerId, { regardless: false })).toBe('behind');
      await store.commit(second, ledgerId, change(await at(second), 5));
      expect(await store.swap(second, ledgerId, { regardless: false })).toBe('swapped');
      const third = buildOf(totals(), 3);
      await store.create(third, ledgerId);
      expect(await store.swap(third, ledgerId, { regardless: true })).toBe('swapped');
      expect((await store.builds(ledgerId)).map(({ build: number, state }) => [number, state])).toEqual([
        [2, 'previous'],
        [3, 'live'],
      ]);
    });
  });

  it('writes down who left out which event, and why', async () => {
    const discarded = [{ caseId: 'c1', index: 3, error: 'no', operator: 'ops', reason: 'a test' }];
    expect(await store.commit(build, ledgerId, change(await at(), 5, { discarded, released: ['c1'] }))).toMatchObject({
      kind: 'committed',
    });
  });
};
