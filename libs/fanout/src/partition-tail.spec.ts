import { sequence } from '#projections/testing';
import { PartitionTail } from './partition-tail.ts';
import type { ReceivedRecord } from './record.ts';

const events = sequence(
  Array.from({ length: 20 }, (_, amount) => ({ caseId: 'c', event: { type: 'CounterAdded', data: { amount, note: null } } as const })),
);

const record = (index: number, prevIndex = index - 1, offset = index): ReceivedRecord => ({
  ...{ ledgerId: 'l', partition: 0, prevIndex, offset: String(offset) },
  event: events[index]!,
});

const indexes = (reading: ReturnType<PartitionTail['read']>) =>
  reading.kind === 'events' ? reading.events.map(({ index }) => index) : reading;

describe('the end of a partition', () => {
  it('cannot tell what was before its first record', async () => {
    const tail = new PartitionTail(10);
    expect(tail.read(0, 5)).toEqual({ kind: 'unknown' });
    await tail.receive([record(4), record(5)]);
    expect(tail.read(2, 5)).toEqual({ kind: 'hole', below: 4 });
    expect(indexes(tail.read(4, 5))).toEqual([4, 5]);
    expect(indexes(tail.read(5, 5))).toEqual([5]);
    expect(tail.read(6, 5)).toEqual({ kind: 'nothing' });
    expect(tail.read(3, 5)).toEqual({ kind: 'unknown' });
  });

  it('gives what follows one from another, and stops before a hole', async () => {
    const tail = new PartitionTail(10);
    await tail.receive([record(0, -1), record(3, 0), record(7, 5), record(8)]);
    expect(indexes(tail.read(0, 9))).toEqual([0, 3]);
    expect(tail.read(4, 9)).toEqual({ kind: 'hole', below: 7 });
    expect(indexes(tail.read(6, 9))).toEqual([7, 8]);
  });

  it('keeps no room for what comes again (I4)', async () => {
    const tail = new PartitionTail(4);
    await tail.receive([record(0), record(1), record(2)]);
    for (let again = 0; again < 5; again += 1) await tail.receive([record(0), record(1), record(2)]);
    await tail.receive([record(1, 0, 30)]);
    expect(indexes(tail.read(0, 9))).toEqual([0, 1, 2]);
  });

  it('lets those wait who bring more than it holds, until some are passed', async () => {
    const tail = new PartitionTail(3);
    let went = false;
    const waiting = tail.receive([0, 1, 2, 3].map((index) => record(index))).then(() => (went = true));
    await new Promise(setImmediate);
    expect(went).toBe(false);
    tail.read(2, 1);
    await waiting;
    const closed = tail.receive([4, 5].map((index) => record(index)));
    tail.close();
    await closed;
  });

  it('tells each offset once, of the last batch that is passed as a whole', async () => {
    const tail = new PartitionTail(100);
    await tail.receive([record(0, -1, 7), record(1, 0, 9)]);
    await tail.receive([record(2, 1, 11), record(3, 2, 12)]);
    expect(tail.offsetBelow(1)).toBeUndefined();
    expect(tail.offsetBelow(3)).toBe('10');
    expect(tail.offsetBelow(3)).toBeUndefined();
    expect(tail.offsetBelow(4)).toBe('13');
  });
});
