import { InMemoryProjectionStore } from '#in-memory';
import { comparable, decodeCounters, inMemoryLedger, oracle, sequence, totals, type CounterFact } from '#projections/testing';
import { batchOf } from './batch.ts';
import { Lane } from './lane.ts';

const facts: readonly CounterFact[] = Array.from({ length: 30 }, (_, at) => ({
  caseId: `c${at % 4}`,
  event: { type: 'CounterAdded', data: { amount: at, note: null } },
}));

describe('a build on its way along the ledger', () => {
  const underway = async () => {
    const ledger = inMemoryLedger(sequence(facts));
    const store = new InMemoryProjectionStore();
    const { ledgerId } = await ledger.head();
    const build = { projection: 'counter-totals', version: 1, build: 1, definition: totals() };
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
    const lane = new Lane(build, context, { cachedRows: 10, chunk: 10 });
    await lane.seek();
    const batch = async (from: number, count: number) => batchOf(await ledger.read(from, count), decodeCounters, false)!;
    return { ledger, store, lane, batch, notices };
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
});
