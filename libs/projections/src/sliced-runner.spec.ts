import fc from 'fast-check';
import { InMemoryProjectionStore } from '#in-memory';
import {
  byCharacters,
  comparable,
  counterFacts,
  dealtFeed,
  decodeCounters,
  eventually,
  inMemoryLedger,
  journal,
  oracle,
  sequence,
  slicedLedger,
  totals,
  type CounterFact,
  type DealtFeed,
  type Trouble,
} from '#projections/testing';
import { projectionOperations, projectionRunner, type AnyProjectionTable, type Notice } from './index.ts';

const quick = { pollMs: 5, registryMs: 5, batch: 7, chunk: 20 };

const add = (caseId: string, amount: number): CounterFact => ({ caseId, event: { type: 'CounterAdded', data: { amount, note: null } } });

const facts = (count: number, cases = 9): readonly CounterFact[] => Array.from({ length: count }, (_, at) => add(`case-${at % cases}`, at));

/** Several processes over one ledger and one store, each with the partitions that a test deals it. */
const fleet = (projections: readonly AnyProjectionTable[], size: number, partitions: number) => {
  const ledger = inMemoryLedger();
  const store = new InMemoryProjectionStore();
  const notices: Notice[] = [];
  const slices = slicedLedger(ledger);
  const feeds = Array.from({ length: size }, () => dealtFeed(ledger, partitions));
  const shared = { ledger, store, decode: decodeCounters, projections, slices };
  const runners = feeds.map((feed) =>
    projectionRunner({ ...shared, feed, settings: quick, notify: (notice) => void notices.push(notice) }),
  );
  const operations = projectionOperations({ ...shared });
  const caughtUp = (): Promise<unknown> =>
    eventually('every live build has everything', async () => {
      const live = (await operations.status()).filter((status) => status.live);
      return live.length === projections.length && live.every(({ lagEvents, partitions: of }) => lagEvents === 0 && of === partitions);
    });
  const expectOracle = (): void => {
    for (const definition of projections)
      expect(comparable(definition, store.rows(definition.projection.name)!)).toEqual(oracle(definition, ledger.events, decodeCounters));
  };
  const append = (some: readonly CounterFact[]): void => ledger.append(sequence(some, ledger.events));
  return {
    ...{ ledger, store, feeds, runners, operations, notices, caughtUp, expectOracle, append },
    start: async () => void (await Promise.all(runners.map((one) => one.start()))),
    stop: async () => void (await Promise.all(runners.map((one) => one.stop()))),
  };
};

/** Deals the partitions out to the processes, one after another. */
const dealAround = (feeds: readonly DealtFeed[], partitions: number, first = 0): void =>
  feeds.forEach((feed, at) =>
    feed.deal(Array.from({ length: partitions }, (_, one) => one).filter((one) => (one + first) % feeds.length === at)),
  );

describe('several processes that share the slices', () => {
  it('give the plain fold’s rows, however the slices wander between them (I8)', () =>
    fc.assert(
      fc.asyncProperty(
        counterFacts(80),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(3), { maxLength: 5 }),
        async (some, partitions, deals) => {
          const world = fleet([totals(), journal()], 3, partitions);
          dealAround(world.feeds, partitions);
          await world.start();
          const share = Math.ceil(some.length / (deals.length + 1));
          for (const [at, first] of [...deals, 0].entries()) {
            world.append(some.slice(at * share, (at + 1) * share));
            await new Promise(setImmediate);
            dealAround(world.feeds, partitions, first);
          }
          await world.caughtUp();
          await world.stop();
          world.expectOracle();
        },
      ),
      { numRuns: 25 },
    ));

  it('fold nothing twice while two hold the same slices', async () => {
    const world = fleet([totals(), journal()], 2, 3);
    for (const feed of world.feeds) feed.deal([0, 1, 2]);
    await world.start();
    for (const fact of facts(120)) {
      world.append([fact]);
      await new Promise(setImmediate);
    }
    await world.caughtUp();
    await world.stop();
    world.expectOracle();
  });

  it('leave what is nobody’s where it is, and go on there when it is somebody’s again', async () => {
    const world = fleet([totals()], 1, 2);
    world.feeds[0]!.deal([0]);
    await world.start();
    await world.caughtUp();
    world.append(facts(40));
    const nobodys = world.ledger.events.filter(({ caseId }) => byCharacters(caseId, 2) === 1).length;
    await eventually('the other half is done', async () => (await world.operations.status())[0]?.lagEvents === nobodys);
    world.feeds[0]!.deal([0, 1]);
    await world.caughtUp();
    await world.stop();
    world.expectOracle();
  });

  it('build anew under load without a gap (I9)', async () => {
    const world = fleet([totals(), journal()], 2, 4);
    dealAround(world.feeds, 4);
    await world.start();
    world.append(facts(200));
    await world.caughtUp();
    await world.operations.rebuild('counter-totals');
    for (const fact of facts(100)) {
      world.append([fact]);
      await new Promise(setImmediate);
    }
    await eventually('the second build is live', async () =>
      (await world.operations.status()).some(({ projection, build, live }) => projection === 'counter-totals' && build === 2 && live),
    );
    await world.caughtUp();
    await world.operations.rollback('counter-totals');
    world.append(facts(30));
    await eventually('the first is live again', async () =>
      (await world.operations.status()).some(({ projection, build, live }) => projection === 'counter-totals' && build === 1 && live),
    );
    await world.caughtUp();
    await world.stop();
    world.expectOracle();
  });

  it('go on with more slices than before', async () => {
    const world = fleet([totals()], 1, 2);
    world.feeds[0]!.deal([0, 1]);
    world.append(facts(50));
    await world.start();
    await world.caughtUp();
    await world.stop();
    const feed = dealtFeed(world.ledger, 6);
    const { ledger, store } = world;
    const more = projectionRunner({
      ...{ ledger, store, feed, decode: decodeCounters, projections: [totals()], slices: slicedLedger(ledger), settings: quick },
    });
    feed.deal([0, 1, 2, 3, 4, 5]);
    await more.start();
    world.append(facts(50));
    await eventually('all six have caught up', async () => {
      const [status] = await world.operations.status();
      return status?.partitions === 6 && status.lagEvents === 0;
    });
    await more.stop();
    world.expectOracle();
  });

  it('park a case in its slice, and let it go in order (I10)', async () => {
    let broken = true;
    const trouble: Trouble = ({ caseId, index }) => {
      if (broken && caseId === 'case-3' && index > 20) throw new Error('cannot');
    };
    const world = fleet([totals(1, trouble)], 2, 3);
    dealAround(world.feeds, 3);
    await world.start();
    world.append(facts(90));
    await eventually('only the parked case waits', async () => {
      const [status] = await world.operations.status();
      return status?.parkedCases === 1 && status.lagEvents === 8;
    });
    broken = false;
    expect(await world.operations.retry('counter-totals', 'case-3')).toEqual({ kind: 'released' });
    expect(await world.operations.retry('counter-totals', 'case-3')).toEqual({ kind: 'notParked' });
    await world.caughtUp();
    await world.stop();
    world.expectOracle();
  });

  it('tell how far all live builds have come in a slice', async () => {
    const world = fleet([totals(), journal()], 1, 2);
    world.feeds[0]!.deal([0, 1]);
    await world.start();
    await world.caughtUp();
    world.append(facts(40, 2));
    await world.caughtUp();
    await eventually('both slices are told of', async () => {
      const [even, odd] = [world.feeds[0]!.durable.get('0/2') ?? 0, world.feeds[0]!.durable.get('1/2') ?? 0];
      return Math.max(even, odd) === 40 && Math.min(even, odd) === 39;
    });
    await world.stop();
  });
});
