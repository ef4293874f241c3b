import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { EventSource, EventStore, LedgerReader, SourcedEvent, StoredEvent } from '#eventsourcing';
import type { LeaseStore } from '../lease.port.ts';
import type { LedgerIdentity } from '../ledger-identity.port.ts';
import { LedgerHalted, type LedgerStore } from '../ledger-store.port.ts';
import { emptyFrontier, growFrontier, leafHash, rootOf } from '../merkle.ts';
import type { NodeReader } from '../merkle-proof.ts';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from '../proofs.ts';
import { startRelay, type Relay, type RelayOptions } from '../relay.ts';
import { renewLedgerId } from '../renewal.ts';
import { stepOver, type Sequenced } from '../sequencing.ts';
import { until } from './until.ts';
import { writtenEvents } from './written-event.ts';

export type AnyLedger<E extends SourcedEvent = SourcedEvent> = LedgerStore<E> & LedgerReader & NodeReader & LedgerIdentity;

/** One adapter, empty, over a store. */
export interface LedgerUnderTest<E extends SourcedEvent = SourcedEvent> {
  readonly store: EventStore;
  readonly source: EventSource<E>;
  readonly ledger: AnyLedger<E>;
  readonly leases: LeaseStore;
  close(): Promise<void>;
}

const named = ({ stream, revision }: { readonly stream: string; readonly revision: number }): string => `${stream}@${revision}`;

/** The ledger as it should be, from its own events alone: dense, streams in order and whole, leaves of entries, the head's root over them. */
export const expectSound = async (ledger: LedgerReader, size: number): Promise<void> => {
  const events = await ledger.read(0, size + 10);
  expect(events.map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, index) => index));
  const last = new Map<string, number>();
  for (const { stream, revision, leaf, entry } of events) {
    expect({ stream, revision }).toEqual({ stream, revision: (last.get(stream) ?? -1) + 1 });
    last.set(stream, revision);
    expect(leaf.equals(leafHash(entry))).toBe(true);
  }
  const { frontier } = growFrontier(
    emptyFrontier,
    events.map(({ leaf }) => leaf),
  );
  expect(await ledger.head()).toMatchObject({ size, root: rootOf(frontier).toString('hex') });
};

/** What every ledger is held to, with the relay that fills it: I4, I6 as far as one process shows it, and the answers it gives. */
export const ledgerContract = <E extends SourcedEvent>(make: () => Promise<LedgerUnderTest<E>>): void => {
  let under: LedgerUnderTest<E>;
  let store: EventStore;
  let source: EventSource<E>;
  let ledger: AnyLedger<E>;
  const relays: Relay[] = [];

  beforeEach(async () => {
    under = await make();
    ({ store, source, ledger } = under);
  });

  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await under.close();
  });

  const start = (options: Partial<RelayOptions<E>> = {}): Relay => {
    const relay = startRelay({ source, ledger, leases: under.leases, holder: randomUUID(), ...options });
    relays.push(relay);
    return relay;
  };

  const appended = async (events: readonly StoredEvent[]): Promise<void> =>
    expect(await store.append(events)).toEqual({ outcome: 'committed' });

  const sized = (size: number): Promise<void> => until(async () => (await ledger.head()).size >= size);

  /** All that is ready, as the relay would read it. */
  const ready = async (count: number): Promise<readonly E[]> => {
    let events: readonly E[] = [];
    await until(async () => (events = await source.readAfter(undefined, count)).length === count);
    return events;
  };

  describe('its identity', () => {
    it('is given once, whoever asks first and however many at a time', async () => {
      const heads = await Promise.all([ledger.head(), ledger.open(''), ledger.head(), ledger.open('')]);
      expect(new Set(heads.map(({ ledgerId }) => ledgerId)).size).toBe(1);
      expect(heads[0]?.ledgerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
    });

    it('is of one prefix of streams for ever', async () => {
      await ledger.open('');
      await expect(ledger.open('lead-')).rejects.toThrow(LedgerHalted);
      const relay = start({ source: { ...sourceOf(source), prefix: 'lead-' } });
      await until(() => relay.status().halted !== undefined);
      expect((await ledger.head()).size).toBe(0);
    });

    it('starts with the empty tree', async () => {
      await expectSound(ledger, 0);
    });
  });

  describe('the relay', () => {
    it('gives every event the next index, in the order of commit', async () => {
      const events = [...writtenEvents('lead-1', 0, 3), ...writtenEvents('lead-2', 0, 2), ...writtenEvents('lead-1', 3, 2)];
      await appended(events.slice(0, 3));
      await appended(events.slice(3, 5));
      const relay = start();
      await sized(5);
      await appended(events.slice(5));
      await sized(7);
      expect((await ledger.read(0, 100)).map(named)).toEqual(events.map(named));
      await expectSound(ledger, 7);
      await until(() => relay.status().lag === 0);
      await until(() => relay.status().leader);
      expect(relay.status().size).toBe(7);
      expect(await ledger.unsequenced(10)).toBe(0);
    });

    it('keeps the order of every stream, whatever the interleaving and however it is cut into batches (I4)', async () => {
      const plan = fc.record({
        streams: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }),
        batch: fc.integer({ min: 1, max: 7 }),
        relays: fc.integer({ min: 1, max: 3 }),
      });
      const follows = async ({ streams, batch, relays: count }: { streams: number[]; batch: number; relays: number }): Promise<void> => {
        const before = (await ledger.head()).size;
        const run = randomUUID();
        const started = Array.from({ length: count }, () => start({ batch, leaseFor: 30 }));
        const heights = new Map<number, number>();
        const queues = streams.map((stream) => {
          const revision = heights.get(stream) ?? 0;
          const events = writtenEvents(`lead-${run}-${stream}`, revision, 1 + (revision % 3));
          heights.set(stream, revision + events.length);
          return { stream, events };
        });
        const lanes = [0, 1, 2, 3, 4, 5].map(async (lane) => {
          for (const { stream, events } of queues) if (stream === lane) await appended(events);
        });
        await Promise.all(lanes);
        const size = before + queues.reduce((sum, { events }) => sum + events.length, 0);
        await sized(size);
        await Promise.all(started.map((relay) => relay.stop()));
        await expectSound(ledger, size);
      };
      await fc.assert(fc.asyncProperty(plan, follows), { numRuns: 8 });
    });

    it('never doubles or mixes with another one that runs beside it (I6)', async () => {
      const rivals = [start({ leaseFor: 40, batch: 3 }), start({ leaseFor: 40, batch: 5 }), start({ leaseFor: 40, batch: 2 })];
      for (let at = 0; at < 30; at += 1) await appended(writtenEvents(`lead-${at % 4}`, 3 * Math.floor(at / 4), 3));
      await sized(90);
      await expectSound(ledger, 90);
      expect(rivals.filter((relay) => relay.status().leader).length).toBeLessThanOrEqual(1);
      expect(rivals.map((relay) => relay.status().halted)).toEqual([undefined, undefined, undefined]);
    });

    it('leaves the lead to another when it is stopped', async () => {
      const first = start({ leaseFor: 60_000 });
      await until(() => first.status().leader);
      await first.stop();
      const second = start({ leaseFor: 60_000 });
      await appended(writtenEvents('lead-1', 0, 2));
      await sized(2);
      expect([first.status().leader, second.status().leader]).toEqual([false, true]);
    });

    it('halts at an event that does not follow its stream', async () => {
      await appended(writtenEvents('lead-1', 0, 3));
      const skipping: EventSource<E> = {
        ...sourceOf(source),
        readAfter: async (cursor, limit) => (await source.readAfter(cursor, limit)).filter(({ revision }) => revision !== 1),
      };
      const errors: Error[] = [];
      const relay = start({ source: skipping, onError: (error) => errors.push(error) });
      await until(() => relay.status().halted !== undefined);
      expect(relay.status().halted?.message).toMatch(/lead-1 .* revision 0.* revision 2/);
      expect(errors).toEqual([relay.status().halted]);
      expect((await ledger.head()).size).toBe(0);
    });

    it('halts at an event that does not follow what an earlier run sequenced', async () => {
      await appended(writtenEvents('lead-1', 0, 2));
      const first = start();
      await sized(2);
      await first.stop();
      await appended(writtenEvents('lead-1', 2, 2));
      const skipping: EventSource<E> = {
        ...sourceOf(source),
        readAfter: async (cursor, limit) => (await source.readAfter(cursor, limit)).filter(({ revision }) => revision !== 2),
      };
      const relay = start({ source: skipping });
      await until(() => relay.status().halted !== undefined);
      expect((await ledger.head()).size).toBe(2);
    });

    it('does not take for a gap what another one sequenced while it looked', async () => {
      await appended(writtenEvents('lead-1', 0, 2));
      const first = start();
      await sized(2);
      await first.stop();
      await appended(writtenEvents('lead-1', 2, 2));
      let overtaken = 0;
      const late: LedgerStore<E> = {
        open: (prefix) => ledger.open(prefix),
        unsequenced: (limit) => ledger.unsequenced(limit),
        advance: (step) => ledger.advance(step),
        lastRevisions: async (streams) => {
          const head = await ledger.open('');
          if (overtaken++ === 0) await ledger.advance(stepOver(head, await source.readAfter(head.cursor, 10)));
          return ledger.lastRevisions(streams);
        },
      };
      const relay = start({ ledger: late });
      await until(() => relay.status().size === 4 || relay.status().halted !== undefined);
      expect(relay.status().halted).toBeUndefined();
      expect(overtaken).toBeGreaterThan(0);
      await expectSound(ledger, 4);
    });

    it('goes on after errors, also when it cannot know whether a step was written', async () => {
      let turn = 0;
      const shaky: LedgerStore<E> = {
        open: (prefix) => ledger.open(prefix),
        lastRevisions: (streams) => ledger.lastRevisions(streams),
        unsequenced: (limit) => ledger.unsequenced(limit),
        advance: async (step) => {
          turn += 1;
          if (turn % 3 === 1) throw new Error('the connection was lost before the step');
          const result = await ledger.advance(step);
          if (turn % 3 === 2) throw new Error('the connection was lost after the step');
          return result;
        },
      };
      const errors: Error[] = [];
      const relay = start({ ledger: shaky, batch: 4, onError: (error) => errors.push(error) });
      for (let at = 0; at < 6; at += 1) await appended(writtenEvents('lead-1', 3 * at, 3));
      await sized(18);
      await expectSound(ledger, 18);
      expect(errors.length).toBeGreaterThan(1);
      await until(() => relay.status().lastError === undefined);
      expect(relay.status().halted).toBeUndefined();
    });

    it('tells what each step gave its place, how many steps and errors there were, and when it last turned and caught up', async () => {
      const told: Sequenced[] = [];
      const began = performance.now();
      let broken = true;
      const shaky = {
        ...sourceOf(source),
        readAfter: async (...wanted: Parameters<EventSource['readAfter']>) => {
          if (broken) throw new Error('the store is gone');
          return source.readAfter(...wanted);
        },
      };
      const relay = start({ source: shaky, batch: 2, onSequenced: (step) => told.push(step) });
      await appended(writtenEvents('lead-1', 0, 5));
      await until(() => relay.status().errors > 1);
      expect(relay.status()).toMatchObject({ steps: 0, lastError: { message: 'the store is gone' } });
      const failing = relay.status();
      broken = false;
      await sized(5);
      await until(() => relay.status().caughtUpAt > failing.turnedAt);
      expect(failing.turnedAt).toBeGreaterThan(began);
      expect(failing.caughtUpAt).toBeLessThan(failing.turnedAt);
      expect(relay.status()).toMatchObject({ steps: 3, lag: 0 });
      expect(relay.status().turnedAt).toBeGreaterThan(failing.turnedAt);
      expect(told.map(({ from, events }) => [from, events.map(named)])).toEqual([
        [0, ['lead-1@0', 'lead-1@1']],
        [2, ['lead-1@2', 'lead-1@3']],
        [4, ['lead-1@4']],
      ]);
      for (const { startedAt, endedAt } of told) expect(began < startedAt && startedAt < endedAt).toBe(true);
      const idle = relay.status().caughtUpAt;
      await until(() => relay.status().caughtUpAt > idle);
    });

    it('stores the inner nodes of the tree as it grows', async () => {
      start({ batch: 100 });
      for (let at = 0; at < 6; at += 1) await appended(writtenEvents('lead-1', 100 * at, 100));
      await sized(600);
      await expectSound(ledger, 600);
      const proofs = await Promise.all([0, 255, 256, 511, 512, 599].map((index) => inclusionProof(ledger, index)));
      expect(proofs.map(verifyInclusion)).toEqual(proofs.map(() => true));
    });
  });

  describe('a step', () => {
    it('that builds on a head which has moved writes nothing', async () => {
      await appended(writtenEvents('lead-1', 0, 4));
      const events = await ready(4);
      const empty = await ledger.open('');
      expect(await ledger.advance(stepOver(empty, events.slice(0, 2)))).toBe('written');
      expect(await ledger.advance(stepOver(empty, events.slice(0, 2)))).toBe('stale');
      expect(await ledger.advance(stepOver(empty, events.slice(2)))).toBe('stale');
      const head = await ledger.open('');
      for (const from of [
        { ...head, root: empty.root },
        { ...head, cursor: undefined },
        { ...head, frontier: { ...head.frontier, size: 1 } },
      ])
        expect(await ledger.advance({ ...stepOver(head, events.slice(2)), from })).toBe('stale');
      await expectSound(ledger, 2);
    });

    it('is made by one of many at a time', async () => {
      await appended(writtenEvents('lead-1', 0, 6));
      const events = await ready(6);
      const empty = await ledger.open('');
      const steps = [1, 2, 3, 4, 5, 6].map((count) => ledger.advance(stepOver(empty, events.slice(0, count))));
      const results = await Promise.all(steps);
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
      await expectSound(ledger, 1 + results.indexOf('written'));
    });

    it('with an event that is sequenced already is refused, and nothing of it written', async () => {
      await appended(writtenEvents('lead-1', 0, 2));
      const events = await ready(2);
      await ledger.advance(stepOver(await ledger.open(''), events));
      await expect(ledger.advance(stepOver(await ledger.open(''), events.slice(1)))).rejects.toThrow(LedgerHalted);
      await expectSound(ledger, 2);
    });
  });

  describe('its renewal', () => {
    const reason = 'the backup of Sunday, for the disk was lost';
    const old = 'lead-old';

    beforeEach(async () => {
      await appended(writtenEvents(old, 0, 6));
      const relay = start();
      await sized(6);
      await relay.stop();
    });

    it('gives it another id and leaves everything else as it is', async () => {
      const [before, events] = [await ledger.head(), await ledger.read(0, 10)];
      const renewal = await renewLedgerId({ ledger, leases: under.leases, reason });
      const { ledgerId } = await ledger.head();
      expect(renewal).toEqual({ outcome: 'renewed', from: before.ledgerId, to: ledgerId, size: 6, root: before.root });
      expect(ledgerId).not.toBe(before.ledgerId);
      expect(await ledger.read(0, 10)).toEqual(events);
      await expectSound(ledger, 6);
      expect(await ledger.ended()).toEqual([{ ...before, endedAt: expect.stringMatching(/^2\d{3}-.*Z$/), reason }]);
    });

    it('keeps every id that it has had', async () => {
      const ids: string[] = [];
      for (const why of ['one', 'two', 'three']) {
        ids.push((await ledger.head()).ledgerId);
        await renewLedgerId({ ledger, leases: under.leases, reason: why });
      }
      expect((await ledger.ended()).map((ended) => [ended.ledgerId, ended.reason])).toEqual([
        [ids[0], 'one'],
        [ids[1], 'two'],
        [ids[2], 'three'],
      ]);
    });

    it('lets nothing be written that builds on the old id', async () => {
      await appended(writtenEvents(old, 6, 1));
      const head = await ledger.open('');
      const step = stepOver(head, (await ready(7)).slice(6));
      expect(await ledger.renew(head, reason)).toBe((await ledger.head()).ledgerId);
      expect(await ledger.advance(step)).toBe('stale');
      await expectSound(ledger, 6);
    });

    it('is refused over a head that has moved', async () => {
      const head = await ledger.open('');
      await appended(writtenEvents(old, 6, 1));
      const relay = start();
      await sized(7);
      await relay.stop();
      expect(await ledger.renew(head, reason)).toBeUndefined();
      expect((await ledger.head()).ledgerId).toBe(head.ledgerId);
      expect(await ledger.ended()).toEqual([]);
    });

    it('waits for a relay that ends, and is refused beside one that does not', async () => {
      const relay = start({ leaseFor: 60_000 });
      await until(() => relay.status().leader);
      const { ledgerId } = await ledger.head();
      expect(await renewLedgerId({ ledger, leases: under.leases, reason, patience: 0 })).toEqual({ outcome: 'inUse' });
      expect((await ledger.head()).ledgerId).toBe(ledgerId);
      const renewing = renewLedgerId({ ledger, leases: under.leases, reason, patience: 60_000 });
      await relay.stop();
      expect(await renewing).toMatchObject({ outcome: 'renewed', from: ledgerId });
    });

    it('goes by a relay that takes no notice of leases: it goes on under the new id', async () => {
      const relay = start();
      await until(() => relay.status().leader);
      await ledger.renew(await ledger.open(''), reason);
      const { ledgerId } = await ledger.head();
      await appended(writtenEvents(old, 6, 3));
      await sized(9);
      expect(relay.status().halted).toBeUndefined();
      expect((await ledger.head()).ledgerId).toBe(ledgerId);
      await expectSound(ledger, 9);
    });
  });

  it('is not renewed before it was opened', async () => {
    expect(await renewLedgerId({ ledger, leases: under.leases, reason: 'none' })).toEqual({ outcome: 'unopened' });
    expect(await ledger.current()).toBeUndefined();
  });

  describe('reading', () => {
    const events = [
      ...writtenEvents('lead-1', 0, 3, 'case-a'),
      ...writtenEvents('opportunity-1', 0, 2, 'case-a'),
      ...writtenEvents('lead-2', 0, 300, 'case-b'),
    ];
    const indexed = events.map((event, index) => ({ ...event, index, leaf: leafHash(event.entry) }));

    beforeEach(async () => {
      await appended(events.slice(0, 3));
      await appended(events.slice(3, 5));
      await appended(events.slice(5));
      start();
      await sized(305);
    });

    it('gives whole events, byte for byte, from any index', async () => {
      expect(await ledger.read(0, 3)).toEqual(indexed.slice(0, 3));
      expect(await ledger.read(3, 4)).toEqual(indexed.slice(3, 7));
      expect(await ledger.read(0, 1000)).toEqual(indexed);
      expect(await ledger.read(304, 10)).toEqual(indexed.slice(304));
      expect(await ledger.read(305, 10)).toEqual([]);
      expect(await ledger.read(305, 1000)).toEqual([]);
    });

    it('gives the events of one case', async () => {
      expect(await ledger.readCase('case-a', 0, 305, 100)).toEqual(indexed.slice(0, 5));
      expect(await ledger.readCase('case-a', 1, 4, 100)).toEqual(indexed.slice(1, 4));
      expect(await ledger.readCase('case-b', 0, 305, 2)).toEqual(indexed.slice(5, 7));
      expect(await ledger.readCase('case-c', 0, 305, 2)).toEqual([]);
    });

    it('finds an event by its name', async () => {
      expect(await ledger.indexOf('opportunity-1', 1)).toBe(4);
      expect(await ledger.indexOf('opportunity-1', 2)).toBeUndefined();
    });

    it('knows where each stream was left', async () => {
      const last = await ledger.lastRevisions(['lead-1', 'lead-2', 'lead-3']);
      expect([...last]).toEqual(
        expect.arrayContaining([
          ['lead-1', 2],
          ['lead-2', 299],
        ]),
      );
      expect(last.size).toBe(2);
    });

    it('proves inclusion and consistency at any size', async () => {
      const inclusion = await inclusionProof(ledger, 4, 288);
      expect(inclusion).toMatchObject({ index: 4, size: 288, entry: events[4]?.entry.toString('base64') });
      expect(verifyInclusion(JSON.parse(JSON.stringify(inclusion)))).toBe(true);
      const consistency = await consistencyProof(ledger, 100, 305);
      expect(consistency.toRoot).toBe((await ledger.head()).root);
      expect(verifyConsistency(JSON.parse(JSON.stringify(consistency)))).toBe(true);
      expect(verifyConsistency({ ...consistency, fromRoot: consistency.toRoot })).toBe(false);
      await expect(inclusionProof(ledger, 0, 306)).rejects.toThrow(RangeError);
      await expect(consistencyProof(ledger, 0, 306)).rejects.toThrow(RangeError);
    });

    it('tells whoever listens that it has grown', async () => {
      let heard = 0;
      const silence = ledger.onGrowth(() => (heard += 1));
      await appended(writtenEvents('lead-1', 3, 1, 'case-a'));
      await until(() => heard > 0);
      expect(await ledger.indexOf('lead-1', 3)).toBe(305);
      silence();
    });
  });

  describe('a lease', () => {
    it('is held by one, until it is given up or has run out', async () => {
      const { leases } = under;
      expect(await leases.hold('ledger', 'one', 60_000)).toBe(true);
      expect(await leases.hold('ledger', 'two', 60_000)).toBe(false);
      expect(await leases.hold('other', 'two', 60_000)).toBe(true);
      await leases.release('ledger', 'two');
      expect(await leases.hold('ledger', 'two', 60_000)).toBe(false);
      expect(await leases.hold('ledger', 'one', 1)).toBe(true);
      await until(() => leases.hold('ledger', 'two', 60_000));
      expect(await leases.hold('ledger', 'one', 60_000)).toBe(false);
      await leases.release('ledger', 'two');
      expect(await leases.hold('ledger', 'one', 60_000)).toBe(true);
    });
  });
};

/** A source's own methods, bound, to be varied. */
const sourceOf = <E extends SourcedEvent>(source: EventSource<E>): EventSource<E> => ({
  prefix: source.prefix,
  readAfter: (cursor, limit) => source.readAfter(cursor, limit),
  onAppended: (listener) => source.onAppended(listener),
});
