import fc from 'fast-check';
import type { LedgerReader } from '#eventsourcing';
import { InMemoryProjectionStore } from '#in-memory';
import {
  comparable,
  counterFacts,
  cutAt,
  decodeCounters,
  eventually,
  inMemoryLedger,
  journal,
  oracle,
  sequence,
  totals,
  type CounterFact,
  type Trouble,
} from '#projections/testing';
import {
  projectionOperations,
  projectionRunner,
  readYourWrites,
  type AnyProjectionTable,
  type Notice,
  type Projected,
  type ProjectionStore,
  type RunnerOptions,
} from './index.ts';

const quick = { pollMs: 5, registryMs: 5 };

const add = (caseId: string, amount: number, note: string | null = null): CounterFact => ({
  caseId,
  event: { type: 'CounterAdded', data: { amount, note } },
});

/** A runner over a ledger and a store, with what a test wants to know of it. */
const underway = (some: Partial<RunnerOptions> & { readonly projections: readonly AnyProjectionTable[] }) => {
  const ledger = inMemoryLedger();
  const store = new InMemoryProjectionStore();
  const notices: Notice[] = [];
  const options: RunnerOptions = {
    ledger,
    store,
    decode: decodeCounters,
    settings: quick,
    notify: (notice) => void notices.push(notice),
    ...some,
  };
  const caughtUp = async (name: string, position = ledger.events.length): Promise<void> => {
    await eventually(`${name} is at ${position}`, async () => {
      const live = (await store.builds('')).find((build) => build.projection === name && build.state === 'live');
      return live?.checkpoint.position === position;
    });
  };
  const operations = projectionOperations(options);
  return { ledger, store, notices, options, caughtUp, operations, runner: () => projectionRunner(options) };
};

const appendAll = (ledger: ReturnType<typeof inMemoryLedger>, facts: readonly CounterFact[]): void =>
  ledger.append(sequence(facts, ledger.events));

/** Now fast, now slow: who is ahead changes all the time. */
const uneven = (store: ProjectionStore): ProjectionStore =>
  new Proxy(store, {
    get: (target, name: keyof ProjectionStore) => {
      const does = target[name] as (...given: unknown[]) => Promise<unknown>;
      return async (...given: unknown[]): Promise<unknown> => {
        for (let turns = Math.floor(Math.random() * 6); turns > 0; turns -= 1) await new Promise(setImmediate);
        return does.apply(target, given);
      };
    },
  });

describe('projecting', () => {
  it('gives the plain fold’s rows in whatever batches, with whatever memory and restarts', () =>
    fc.assert(
      fc.asyncProperty(
        counterFacts(),
        fc.array(fc.nat(200), { maxLength: 4 }),
        fc.record({
          batch: fc.integer({ min: 1, max: 9 }),
          chunk: fc.integer({ min: 1, max: 20 }),
          cachedRows: fc.integer({ min: 1, max: 4 }),
          lingers: fc.boolean(),
        }),
        async (facts, cuts, settings) => {
          const projections = [totals(), journal()];
          const { ledger, store, runner, caughtUp } = underway({ projections, settings: { ...quick, ...settings } });
          for (const part of cutAt(facts, cuts)) {
            const one = runner();
            appendAll(ledger, part.slice(0, part.length / 2));
            await one.start();
            await one.ready();
            appendAll(ledger, part.slice(part.length / 2));
            for (const { projection } of projections) await caughtUp(projection.name);
            await one.stop();
          }
          for (const definition of projections)
            expect(comparable(definition, store.rows(definition.projection.name)!)).toEqual(
              oracle(definition, ledger.events, decodeCounters),
            );
        },
      ),
      { numRuns: 60 },
    ));

  it('folds nothing twice when two runners share the work', () =>
    fc.assert(
      fc.asyncProperty(counterFacts(), fc.integer({ min: 1, max: 9 }), fc.boolean(), async (facts, batch, lingers) => {
        const projections = [totals(), journal()];
        const settings = { ...quick, batch, chunk: batch * 2, lingers };
        const { ledger, store, options, caughtUp } = underway({ projections, settings });
        const asked: number[] = [];
        const read: LedgerReader['read'] = (from, limit) => {
          asked.push(limit);
          return ledger.read(from, limit);
        };
        const both = [1, 2].map(() => projectionRunner({ ...options, store: uneven(store), ledger: { ...ledger, read } }));
        await Promise.all(both.map((one) => one.start()));
        for (const fact of facts) {
          appendAll(ledger, [fact]);
          await new Promise(setImmediate);
        }
        for (const { projection } of projections) await caughtUp(projection.name);
        await Promise.all(both.map((one) => one.stop()));
        expect(Math.min(...asked)).toBeGreaterThan(0);
        for (const definition of projections)
          expect(comparable(definition, store.rows(definition.projection.name)!)).toEqual(
            oracle(definition, ledger.events, decodeCounters),
          );
      }),
      { numRuns: 30 },
    ));

  it('does not decode what nobody handles', async () => {
    const { ledger, runner, caughtUp, operations } = underway({ projections: [totals()] });
    ledger.append(sequence([{ caseId: 'c1', event: { type: 'NeverHeardOf', data: {} } }, add('c1', 1)]));
    const one = runner();
    await one.start();
    await caughtUp('counter-totals');
    expect(await operations.parked()).toEqual([]);
    await one.stop();
  });

  it('tells nobody of what is not in the rows yet, and turns on all the while', async () => {
    const world = underway({ projections: [totals()] });
    let down = false;
    const store = new Proxy(world.store, {
      get: (target, name: keyof ProjectionStore) =>
        name === 'commit' && down ? () => Promise.reject(new Error('connection lost')) : (target[name] as () => unknown).bind(target),
    });
    const told: number[] = [];
    const onProjected = ({ events }: Projected) => told.push(...events.map(({ index }) => index));
    const one = projectionRunner({ ...world.options, store, onProjected });
    await one.start();
    await one.ready();
    down = true;
    appendAll(world.ledger, [add('c1', 1)]);
    const failing = () => world.notices.filter(({ kind }) => kind === 'retrying').length > 1;
    await eventually('it fails', async () => failing());
    const turned = one.turnedAt;
    await eventually('it turns', async () => one.turnedAt > turned);
    expect(told).toEqual([]);
    down = false;
    await world.caughtUp('counter-totals');
    await one.stop();
    expect(told).toEqual([0]);
  });

  it('tries again after a failure of the database, and parks nobody for it', async () => {
    const world = underway({ projections: [totals()] });
    let failures = 3;
    const store = new Proxy(world.store, {
      get: (target, name: keyof ProjectionStore) => {
        if (name !== 'commit' || failures === 0) return (target[name] as () => unknown).bind(target);
        failures -= 1;
        return () => Promise.reject(new Error('connection lost'));
      },
    });
    appendAll(world.ledger, [add('c1', 1), add('c1', 2)]);
    const one = projectionRunner({ ...world.options, store });
    await one.start();
    await world.caughtUp('counter-totals');
    await one.stop();
    expect(world.notices.filter(({ kind }) => kind === 'retrying')).toHaveLength(3);
    expect(await world.operations.parked()).toEqual([]);
    expect(comparable(totals(), world.store.rows('counter-totals')!)).toEqual(oracle(totals(), world.ledger.events, decodeCounters));
  });
});

describe('a ledger that is not the one a projection was built from', () => {
  const halted = async (change: (ledger: ReturnType<typeof inMemoryLedger>) => void) => {
    const world = underway({ projections: [totals()] });
    appendAll(world.ledger, [add('c1', 1), add('c1', 2), add('c1', 3)]);
    const first = world.runner();
    await first.start();
    await world.caughtUp('counter-totals');
    await first.stop();
    change(world.ledger);
    const second = world.runner();
    await second.start();
    await expect(second.ready()).rejects.toThrow('counter-totals halted');
    await second.stop();
    const [status] = await world.operations.status();
    return { ...world, status };
  };

  it('halts it when the last event is another one', async () => {
    const { status, store } = await halted((ledger) => ledger.replace(sequence([add('c1', 1), add('c1', 2), add('c2', 3), add('c1', 4)])));
    expect(status).toMatchObject({ state: 'halted', reason: expect.stringContaining('index 2') });
    expect(store.rows('counter-totals')).toHaveLength(1);
  });

  it('halts it when the ledger is behind it', async () => {
    const { status } = await halted((ledger) => ledger.replace(sequence([add('c1', 1)])));
    expect(status).toMatchObject({ state: 'halted', reason: expect.stringContaining('has only 1') });
  });

  it('halts it when the ledger has another id', async () => {
    const world = underway({ projections: [totals()] });
    const first = world.runner();
    await first.start();
    await world.caughtUp('counter-totals', 0);
    await first.stop();
    const other = inMemoryLedger([], '00000000-0000-4000-8000-000000000000');
    const second = projectionRunner({ ...world.options, ledger: other });
    await second.start();
    await expect(second.ready()).rejects.toThrow('halted');
    await second.stop();
  });

  it('lets a rebuild take the place of what is halted', async () => {
    const world = await halted((ledger) => ledger.replace(sequence([add('c1', 1)])));
    const ordered = await world.operations.rebuild('counter-totals');
    const third = world.runner();
    await third.start();
    await third.ready();
    await third.stop();
    expect(ordered).toMatchObject({ kind: 'ordered', build: { build: 2 } });
    expect(comparable(totals(), world.store.rows('counter-totals')!)).toEqual(oracle(totals(), world.ledger.events, decodeCounters));
  });
});

describe('a ledger that lacks an event', () => {
  /** Five events, of which one cannot be read any more. */
  const broken = (gone: number, settings: Partial<RunnerOptions['settings']> = {}) => {
    const ledger = inMemoryLedger(sequence([1, 2, 3, 4, 5].map((amount) => add('c1', amount))));
    const read: typeof ledger.read = async (from, limit) => (await ledger.read(from, limit)).filter(({ index }) => index !== gone);
    return underway({ projections: [totals()], ledger: { ...ledger, read }, settings: { ...quick, ...settings } });
  };

  it.each([
    [0, 10],
    [2, 10],
    [2, 2],
    [4, 10],
    [4, 1],
  ])('fills up to index %d and no further, in batches of %d (I3)', async (gone, batch) => {
    const world = broken(gone, { batch });
    const runner = world.runner();
    await runner.start();
    await expect(runner.ready()).rejects.toThrow(`index ${gone} is gone`);
    await runner.stop();
    expect(await world.store.builds('')).toMatchObject([{ state: 'filling', checkpoint: { position: gone } }]);
    expect(world.notices.map(({ kind }) => kind)).toContain('halted');
  });

  it('halts what is live, once it comes there (I3)', async () => {
    const world = broken(5);
    const runner = world.runner();
    await runner.start();
    await runner.ready();
    await world.caughtUp('counter-totals', 5);
    appendAll(world.options.ledger as ReturnType<typeof inMemoryLedger>, [add('c1', 6), add('c1', 7)]);
    await eventually('it halts', () => world.notices.some(({ kind }) => kind === 'halted'));
    await runner.stop();
    expect(await world.operations.status()).toMatchObject([{ live: true, state: 'halted', position: 5, lagEvents: 2 }]);
    const seen = sequence([1, 2, 3, 4, 5].map((amount) => add('c1', amount)));
    expect(comparable(totals(), world.store.rows('counter-totals')!)).toEqual(oracle(totals(), seen, decodeCounters));
  });
});

describe('a case that cannot be handled', () => {
  const poisoned =
    (poison: ReadonlySet<number>): Trouble =>
    ({ index }) => {
      if (poison.has(index)) throw new Error(`cannot handle ${index}`);
    };

  it('is held back by itself, in its own order, and all others go on (I10)', () =>
    fc.assert(
      fc.asyncProperty(
        counterFacts(),
        fc.uniqueArray(fc.nat(59), { maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (facts, poison, batch, lingers) => {
          const bad = new Set(poison);
          const projections = [totals(1, poisoned(bad)), journal(1, poisoned(bad))];
          const healthy = [totals(), journal()];
          const { ledger, store, runner, caughtUp, operations } = underway({
            projections,
            settings: { ...quick, batch, chunk: 2 * batch, lingers },
          });
          const one = runner();
          await one.start();
          appendAll(ledger, facts);
          for (const [at, definition] of projections.entries()) {
            const name = definition.projection.name;
            await caughtUp(name);
            expect(comparable(definition, store.rows(name)!)).toEqual(oracle(projections[at]!, ledger.events, decodeCounters));
          }
          const parked = await operations.parked();
          for (const { caseId, fromIndex, heldBack } of parked)
            expect(heldBack).toBe(ledger.events.filter((event) => event.caseId === caseId && event.index >= fromIndex).length);
          bad.clear();
          for (const { projection, caseId } of parked) expect(await operations.retry(projection, caseId)).toEqual({ kind: 'released' });
          appendAll(ledger, facts.slice(0, 5));
          for (const [at, { projection }] of projections.entries()) {
            await caughtUp(projection.name);
            expect(comparable(healthy[at]!, store.rows(projection.name)!)).toEqual(oracle(healthy[at]!, ledger.events, decodeCounters));
          }
          await one.stop();
        },
      ),
      { numRuns: 60 },
    ));

  it('is in no rows that a runner tells of', async () => {
    const told = new Map<number, string[]>();
    const onProjected = ({ events, by }: Projected) => {
      for (const { index, caseId } of events)
        told.set(
          index,
          by.filter(({ parkedFrom }) => index < (parkedFrom.get(caseId) ?? Infinity)).map(({ name }) => name),
        );
    };
    const { ledger, runner, caughtUp } = underway({ projections: [totals(1, poisoned(new Set([1]))), journal()], onProjected });
    const one = runner();
    await one.start();
    await one.ready();
    const began = one.turnedAt;
    appendAll(ledger, [add('c1', 1), add('c1', 2), add('c2', 3), add('c1', 4)]);
    for (const name of ['counter-totals', 'counter-journal']) await caughtUp(name);
    await eventually('it has turned', async () => one.turnedAt > began && told.size === 4);
    await one.stop();
    const [both, journalOnly] = [['counter-journal', 'counter-totals'], ['counter-journal']];
    expect([0, 1, 2, 3].map((index) => told.get(index)?.toSorted())).toEqual([both, journalOnly, both, journalOnly]);
  });

  it('is parked for bytes that no one can decode, where they are handled', async () => {
    const { ledger, runner, caughtUp, operations } = underway({ projections: [totals(), journal()] });
    const [alien, garbage] = sequence([{ caseId: 'c1', event: { type: 'NeverHeardOf', data: {} } }, add('c2', 1)]);
    ledger.append([alien!, { ...garbage!, entry: Buffer.from('garbage') }]);
    const one = runner();
    await one.start();
    await caughtUp('counter-totals');
    await caughtUp('counter-journal');
    await one.stop();
    const parked = (await operations.parked()).map(({ projection, caseId, fromIndex }) => `${projection} ${caseId} ${fromIndex}`);
    expect(parked.sort()).toEqual(['counter-journal c1 0', 'counter-journal c2 1', 'counter-totals c2 1']);
  });

  it('is found among many when the database refuses its row', async () => {
    const { ledger, store, runner, caughtUp, operations } = underway({
      projections: [totals()],
      settings: { ...quick, batch: 50, chunk: 100 },
    });
    const facts = Array.from({ length: 200 }, (_, at) => add(`c${at % 40}`, 1, at === 77 || at === 130 ? 'nul \u0000' : null));
    appendAll(ledger, facts);
    const one = runner();
    await one.start();
    await caughtUp('counter-totals');
    await one.stop();
    expect((await operations.parked()).map(({ caseId, fromIndex, heldBack }) => [caseId, fromIndex, heldBack])).toEqual([
      ['c37', 77, 4],
      ['c10', 130, 2],
    ]);
    const refusing = totals(1, ({ index }) => {
      if (index === 77 || index === 130) throw new Error('refused');
    });
    expect(comparable(refusing, store.rows('counter-totals')!)).toEqual(oracle(refusing, ledger.events, decodeCounters));
  });

  it('is parked when its key is another case’s', async () => {
    const stray = { ...totals(), projection: { ...totals().projection, key: () => ['elsewhere', 'x'] as const } };
    const { ledger, runner, caughtUp, operations } = underway({ projections: [stray] });
    appendAll(ledger, [add('c1', 1)]);
    const one = runner();
    await one.start();
    await caughtUp('counter-totals');
    await one.stop();
    expect(await operations.parked()).toMatchObject([{ caseId: 'c1', error: expect.stringContaining('does not start with the case') }]);
  });

  it('is parked when it writes a row twice that is written once', async () => {
    const once = { ...journal(), projection: { ...journal().projection, key: ({ caseId }: { caseId: string }) => [caseId, 0] as const } };
    const rowsOfOne = {
      ...once,
      projection: {
        ...once.projection,
        evolve: (_: unknown, event: never) => ({ ...journal().projection.evolve(undefined, event)!, index: 0 }),
      },
    };
    const { ledger, store, runner, caughtUp, operations } = underway({ projections: [rowsOfOne] });
    appendAll(ledger, [add('c1', 1), add('c2', 1), add('c2', 2), add('c3', 1), add('c2', 3)]);
    const one = runner();
    await one.start();
    await caughtUp('counter-journal');
    await one.stop();
    expect(await operations.parked()).toMatchObject([{ caseId: 'c2', fromIndex: 2, heldBack: 2 }]);
    expect(store.rows('counter-journal')).toHaveLength(3);
  });

  it('stays parked with its new error when a retry fails, further on if it got further', async () => {
    const bad = new Set([1, 3]);
    const { ledger, store, runner, caughtUp, operations } = underway({ projections: [totals(1, poisoned(bad))] });
    appendAll(ledger, [add('c1', 1), add('c1', 2), add('c1', 3), add('c1', 4), add('c1', 5)]);
    const one = runner();
    await one.start();
    await caughtUp('counter-totals');
    expect(await operations.retry('counter-totals', 'c1')).toMatchObject({ kind: 'stillParked', parked: { fromIndex: 1, heldBack: 4 } });
    bad.delete(1);
    expect(await operations.retry('counter-totals', 'c1')).toMatchObject({ kind: 'stillParked', parked: { fromIndex: 3, heldBack: 2 } });
    expect(await operations.parked()).toMatchObject([{ attempts: 3, fromIndex: 3 }]);
    const [status] = await operations.status();
    expect(status).toMatchObject({ lagEvents: 2, parkedCases: 1, state: 'running' });
    expect(await operations.discard('counter-totals', 'c1', { operator: 'ops', reason: 'sent in error' })).toEqual({ kind: 'released' });
    expect(store.discarded).toMatchObject([{ caseId: 'c1', index: 3, operator: 'ops', reason: 'sent in error' }]);
    const without3 = ledger.events.filter(({ index }) => index !== 3);
    expect(comparable(totals(), store.rows('counter-totals')!)).toEqual(oracle(totals(), without3, decodeCounters));
    expect(await operations.retry('counter-totals', 'c1')).toEqual({ kind: 'notParked' });
    expect(await operations.retry('nobody', 'c1')).toEqual({ kind: 'unknownProjection' });
    await one.stop();
  });
});

describe('a new version', () => {
  it('fills beside the live one, which stays readable, and then takes its place; the old one is kept', async () => {
    const world = underway({ projections: [totals(1)] });
    appendAll(world.ledger, [add('c1', 1), add('c2', 2)]);
    const old = world.runner();
    await old.start();
    await world.caughtUp('counter-totals');
    await old.stop();
    const next = projectionRunner({ ...world.options, projections: [totals(2)] });
    await next.start();
    await next.ready();
    expect((await world.store.builds('')).map(({ version, state }) => [version, state])).toEqual([
      [1, 'previous'],
      [2, 'live'],
    ]);
    await next.stop();
    const back = world.runner();
    appendAll(world.ledger, [add('c1', 3)]);
    await back.start();
    await back.ready();
    await back.stop();
    expect((await world.store.builds('')).map(({ version, state }) => [version, state])).toEqual([
      [1, 'live'],
      [2, 'previous'],
    ]);
    expect(comparable(totals(), world.store.rows('counter-totals')!)).toEqual(oracle(totals(), world.ledger.events, decodeCounters));
  });

  it('goes back to the build before on demand, when that has caught up', async () => {
    const world = underway({ projections: [totals()] });
    const one = world.runner();
    await one.start();
    await one.ready();
    expect(await world.operations.rollback('counter-totals')).toMatchObject({ kind: 'unavailable' });
    const rebuilt = await world.operations.rebuild('counter-totals');
    if (rebuilt.kind !== 'ordered') throw new Error(rebuilt.kind);
    expect(await world.operations.follow(rebuilt.build, () => undefined)).toBe('live');
    appendAll(world.ledger, [add('c1', 3)]);
    await world.caughtUp('counter-totals');
    expect(await world.operations.rollback('counter-totals')).toMatchObject({ kind: 'ordered', build: { build: 1 } });
    await eventually('build 1 is live', async () =>
      (await world.store.builds('')).some(({ build, state }) => build === 1 && state === 'live'),
    );
    await one.stop();
    expect(comparable(totals(), world.store.rows('counter-totals')!)).toEqual(oracle(totals(), world.ledger.events, decodeCounters));
  });

  it('is wanted too when only the table’s shape has changed', async () => {
    const world = underway({ projections: [totals(1)] });
    const one = world.runner();
    await one.start();
    await one.ready();
    await one.stop();
    const narrower = { ...totals(1), table: { ...totals(1).table, indexes: [] } };
    const next = projectionRunner({ ...world.options, projections: [narrower] });
    await next.start();
    await eventually('build 2 is live', async () =>
      (await world.store.builds('')).some(({ build, state }) => build === 2 && state === 'live'),
    );
    await next.stop();
  });
});

describe('operating', () => {
  it('pauses and resumes a projection, and counts what waits', async () => {
    const { ledger, store, runner, caughtUp, operations } = underway({ projections: [totals()] });
    const one = runner();
    await one.start();
    appendAll(ledger, [add('c1', 1)]);
    await caughtUp('counter-totals');
    expect(await operations.pause('counter-totals')).toBe(true);
    appendAll(ledger, [add('c1', 2), add('c1', 3)]);
    await eventually('it is seen', async () => (await operations.status())[0]?.lagEvents === 2);
    const [status] = await operations.status();
    expect(status).toMatchObject({ name: 'counter-totals', state: 'paused', live: true, lagEvents: 2 });
    expect(status!.lagSeconds).toBeCloseTo((Date.now() - Date.UTC(2026, 0, 1, 0, 0, 1)) / 1000, -1);
    expect(store.rows('counter-totals')).toMatchObject([{ events: 1 }]);
    await operations.resume('counter-totals');
    await caughtUp('counter-totals');
    expect(await operations.pause('nobody')).toBe(false);
    expect((await operations.status())[0]).toMatchObject({ state: 'running', lagEvents: 0, lagSeconds: 0 });
    await one.stop();
  });
});

describe('reading what one wrote', () => {
  const tokenOf = ({ ledger }: ReturnType<typeof underway>, index: number, ledgerId: string) => {
    const { stream, revision } = ledger.events[index] ?? { stream: 'counter-c1-a', revision: index };
    return { ledgerId, stream, revision };
  };

  it('waits until the event is in the rows', async () => {
    const world = underway({ projections: [totals(), journal()] });
    const one = world.runner();
    await one.start();
    await one.ready();
    const { ledgerId } = await world.ledger.head();
    const waitFor = readYourWrites(world.ledger, one.progress);
    const waited = waitFor({ ledgerId, stream: 'counter-c1-a', revision: 1 }, ['counter-totals', 'counter-journal'], 5000);
    appendAll(world.ledger, [add('c1', 1), add('c1', 2)]);
    expect(await waited).toEqual({ kind: 'visible' });
    expect(world.store.rows('counter-totals')).toMatchObject([{ events: 2 }]);
    await one.stop();
  });

  it('has what lingers written, and no other projection’s', async () => {
    // A clock that stands still: of itself nothing is ever due.
    const world = underway({ projections: [totals(), journal()], settings: { ...quick, lingers: true }, now: () => 0 });
    const one = world.runner();
    await one.start();
    await one.ready();
    const { ledgerId } = await world.ledger.head();
    const waitFor = readYourWrites(world.ledger, one.progress);
    appendAll(world.ledger, [add('c1', 1), add('c1', 2)]);
    expect(await waitFor({ ledgerId, stream: 'counter-c1-a', revision: 1 }, ['counter-totals'], 5000)).toEqual({ kind: 'visible' });
    expect(world.store.rows('counter-totals')).toMatchObject([{ events: 2 }]);
    expect(world.store.rows('counter-journal')).toEqual([]);
    await one.stop();
    expect(world.store.rows('counter-journal')).toHaveLength(2);
  });

  it('says when the case is parked, the ledger another one, or time is up', async () => {
    const world = underway({
      projections: [
        totals(1, ({ index }) => {
          if (index === 1) throw new Error('no');
        }),
      ],
    });
    const one = world.runner();
    await one.start();
    appendAll(world.ledger, [add('c1', 1), add('c1', 2), add('c2', 3)]);
    await world.caughtUp('counter-totals');
    const { ledgerId } = await world.ledger.head();
    const waitFor = readYourWrites(world.ledger, one.progress);
    expect(await waitFor(tokenOf(world, 0, ledgerId), ['counter-totals'], 1000)).toEqual({ kind: 'visible' });
    expect(await waitFor(tokenOf(world, 1, ledgerId), ['counter-totals'], 1000)).toEqual({ kind: 'parked', projection: 'counter-totals' });
    expect(await waitFor(tokenOf(world, 2, ledgerId), ['counter-totals'], 1000)).toEqual({ kind: 'visible' });
    expect(await waitFor(tokenOf(world, 2, 'another'), ['counter-totals'], 1000)).toEqual({ kind: 'unknownLedger' });
    expect(await waitFor(tokenOf(world, 9, ledgerId), ['counter-totals'], 30)).toEqual({ kind: 'timeout' });
    expect(await waitFor(tokenOf(world, 2, ledgerId), ['nobody'], 30)).toEqual({ kind: 'timeout' });
    await one.stop();
  });
});
