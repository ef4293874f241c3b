import type { AppendOutcome, EventStore } from '#eventsourcing';
import { InMemoryEventStore, InMemoryLeases, InMemoryLedger } from '#in-memory';
import { LedgerHalted } from './ledger-store.port.ts';
import { refillStore } from './refill.ts';
import { startRelay } from './relay.ts';
import { until, writtenEvent, writtenEvents } from './testing/index.ts';

describe('a store that was lost', () => {
  const size = 2000;
  let ledger: InMemoryLedger;

  const sequenced = async (store: InMemoryEventStore): Promise<InMemoryLedger> => {
    const made = new InMemoryLedger(store, store.source());
    const relay = startRelay({ source: store.source(), ledger: made, leases: new InMemoryLeases(), holder: 'one' });
    await until(() => relay.status().size === size);
    await relay.stop();
    return made;
  };

  beforeEach(async () => {
    const lost = new InMemoryEventStore();
    await lost.append(writtenEvents('lead-long', 0, 250));
    for (let turn = 0; turn < 35; turn += 1)
      for (let stream = 0; stream < 10; stream += 1) await lost.append(writtenEvents(`lead-${stream}`, 5 * turn, 5));
    ledger = await sequenced(lost);
  });

  it('is filled from the ledger, and comes to the same root', async () => {
    const store = new InMemoryEventStore();
    const progress: number[] = [];
    expect(await refillStore({ ledger, store, onProgress: (done, total) => progress.push(done / total) })).toBe(size);
    expect(progress).toEqual([0.5, 1]);
    const anew = await sequenced(store);
    expect(await anew.read(0, size)).toEqual(await ledger.read(0, size));
    expect((await anew.head()).root).toBe((await ledger.head()).root);
  });

  it('goes on where an earlier run was cut off, also when nobody knows what its appends became', async () => {
    const store = new InMemoryEventStore();
    let [turn, left] = [0, 500];
    const shaky: EventStore = {
      read: (stream, from) => store.read(stream, from),
      append: async (events): Promise<AppendOutcome> => {
        turn += 1;
        if ((left -= events.length) < 0) throw new Error('the connection was lost');
        if (turn % 3 === 0) await store.append(events);
        if (turn % 3 !== 1) return { outcome: 'unknown', cause: new Error('the connection was lost') };
        return store.append(events);
      },
    };
    await expect(refillStore({ ledger, store: shaky })).rejects.toThrow('the connection was lost');
    left = Infinity;
    await refillStore({ ledger, store: shaky });
    expect((await (await sequenced(store)).head()).root).toBe((await ledger.head()).root);
  });

  it('is not mixed with other events', async () => {
    const other = new InMemoryEventStore();
    await other.append([writtenEvent({ stream: 'lead-3', revision: 0 })]);
    await expect(refillStore({ ledger, store: other })).rejects.toThrow(LedgerHalted);
    await expect(refillStore({ ledger, store: other })).rejects.toThrow('other events than the ledger in lead-3 from revision 0 on');
  });

  it('is not filled with gaps', async () => {
    const lossy: EventStore = { read: async () => [], append: async () => ({ outcome: 'conflict' }) };
    await expect(refillStore({ ledger, store: lossy })).rejects.toThrow('not what comes before revision 0 of lead-long');
  });
});
