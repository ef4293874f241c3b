import { decodeCounters, inMemoryLedger, sequence } from '#projections/testing';
import { decodedOnce, sharedReads } from './shared-reads.ts';

const facts = Array.from({ length: 10 }, (_, at) => ({
  caseId: `c${at}`,
  event: { type: 'CounterAdded' as const, data: { amount: at, note: null } },
}));

const counted = () => {
  const ledger = inMemoryLedger(sequence(facts));
  const asked: (readonly [number, number])[] = [];
  const shared = sharedReads({
    ...ledger,
    read: (from, limit) => {
      asked.push([from, limit]);
      return ledger.read(from, limit);
    },
  });
  return { ledger, shared, asked };
};

describe('reads shared by followers', () => {
  it('ask once for those at one place, also at the same moment', async () => {
    const { shared, asked } = counted();
    const [one, other] = await Promise.all([shared.read(4, 100), shared.read(4, 3)]);
    expect([one.length, other.length, (await shared.read(4, 50)).length]).toEqual([6, 3, 6]);
    expect(asked).toEqual([[4, 100]]);
  });

  it('ask again for what a shorter reading may have left out', async () => {
    const { shared, asked } = counted();
    await shared.read(4, 3);
    expect(await shared.read(4, 5)).toHaveLength(5);
    expect(asked).toHaveLength(2);
  });

  it('never answer that there is nothing without looking', async () => {
    const { shared, asked } = counted();
    await shared.read(10, 5);
    await shared.read(10, 5);
    expect(asked).toHaveLength(2);
  });

  it('end at once for whoever wants nothing', async () => {
    const { shared } = counted();
    await shared.read(4, 3);
    expect([await shared.read(4, 0), await shared.read(4, -1)]).toEqual([[], []]);
  });

  it('look again when the ledger has grown', async () => {
    const { ledger, shared, asked } = counted();
    await shared.read(8, 5);
    ledger.append(sequence(facts.slice(0, 1), ledger.events));
    await Promise.resolve();
    expect(await shared.read(8, 5)).toHaveLength(3);
    expect(asked).toHaveLength(2);
  });

  it('ask only for what is new, wherever a follower stands', async () => {
    const { ledger, shared, asked } = counted();
    await shared.read(0, 100);
    ledger.append(sequence(facts.slice(0, 2), ledger.events));
    await Promise.resolve();
    const [behind, ahead] = await Promise.all([shared.read(3, 100), shared.read(10, 100)]);
    expect([behind, ahead]).toEqual([ledger.events.slice(3), ledger.events.slice(10)]);
    expect(asked).toEqual([
      [0, 100],
      [10, 100],
    ]);
  });

  it('look for nothing beyond what the ledger is known to have, also when it grew while they looked', async () => {
    const { ledger, shared, asked } = counted();
    const first = shared.read(8, 100);
    ledger.append(sequence(facts.slice(0, 2), ledger.events));
    expect((await first).map(({ index }) => index)).toEqual([8, 9]);
    const reading = shared.read(10, 100);
    ledger.append(sequence(facts.slice(0, 1), ledger.events));
    await reading;
    expect(await shared.read(8, 100)).toHaveLength(5);
    const looked = asked.length;
    expect(await shared.read(9, 100)).toHaveLength(4);
    expect(asked).toHaveLength(looked);
  });

  it('need not ask for what they are handed, and go on in the ledger behind it', async () => {
    const { ledger, shared, asked } = counted();
    const more = sequence(facts.slice(0, 4), ledger.events);
    shared.hand(more.slice(0, 1));
    shared.hand(more.slice(1, 3));
    ledger.append(more.slice(0, 3));
    expect([await shared.read(10, 100), await shared.read(11, 100), await shared.read(10, 2)]).toEqual([
      more.slice(0, 3),
      more.slice(1, 3),
      more.slice(0, 2),
    ]);
    expect(asked).toEqual([]);
    ledger.append(more.slice(3));
    await Promise.resolve();
    expect(await shared.read(8, 100)).toEqual(ledger.events.slice(8));
    expect(await shared.read(12, 100)).toEqual(more.slice(2));
    expect(asked).toEqual([[8, 100]]);
  });

  it('know where an event stands that is at hand, and ask for all others', async () => {
    const { ledger, shared } = counted();
    const known: (readonly unknown[])[] = [];
    const watched = sharedReads({
      ...ledger,
      indexOf: async (...wanted) => {
        known.push(wanted);
        return ledger.indexOf(...wanted);
      },
    });
    const [first, last] = [ledger.events[0]!, ledger.events[9]!];
    watched.hand([last]);
    expect(await watched.indexOf(last.stream, last.revision)).toBe(9);
    expect(known).toEqual([]);
    expect(await watched.indexOf(first.stream, first.revision)).toBe(0);
    expect(await watched.indexOf('counter-none', 0)).toBeUndefined();
    expect(known).toHaveLength(2);
    expect(await shared.indexOf(last.stream, last.revision)).toBe(9);
  });

  it('look at the ledger itself for one event', async () => {
    const { shared, asked } = counted();
    await shared.read(0, 100);
    expect(await shared.read(4, 1)).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it('forget a reading that failed', async () => {
    let failing = true;
    const ledger = inMemoryLedger(sequence(facts));
    const shared = sharedReads({
      ...ledger,
      read: async (...wanted) => (failing ? Promise.reject(new Error('away')) : ledger.read(...wanted)),
    });
    await expect(shared.read(0, 5)).rejects.toThrow('away');
    failing = false;
    expect(await shared.read(0, 5)).toHaveLength(5);
  });
});

it('an event is decoded once as long as somebody holds it', () => {
  const [sequenced] = sequence(facts);
  let decoded = 0;
  const decode = decodedOnce((event) => {
    decoded += 1;
    return decodeCounters(event);
  });
  expect(decode(sequenced!)).toBe(decode(sequenced!));
  expect(decoded).toBe(1);
});
