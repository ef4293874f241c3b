import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { SequencedEvent, StoredEvent } from '#eventsourcing';
import { EventStoreDbEventSource, EventStoreDbEventStore } from '#eventstoredb';
import { partitionOf } from '#fanout';
import { InMemoryEventStore } from '#in-memory';
import { LedgerHalted, rootAt, startRelay } from '#ledger';
import { ledgerContract, until, writtenEvents } from '#ledger/testing';
import { startEventStoreServer } from '../../../../test/support/eventstoredb/server.ts';
import { testDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { PostgresLedger } from './ledger.ts';
import { PostgresVerification } from './ledger-verification.ts';
import { PostgresWholeLedger } from './ledger-whole.ts';
import { migrate } from './migrate.ts';

describe('the ledger on Postgres with a copy of its own of every event', () => {
  describe('over a store in memory', () =>
    ledgerContract(async () => {
      const { connectionString, drop } = await testDatabase();
      await migrate(connectionString);
      const store = new InMemoryEventStore();
      const source = store.source();
      const waiting = async (cursor: string | undefined, limit: number): Promise<number> => (await source.readAfter(cursor, limit)).length;
      const ledger = new PostgresWholeLedger(connectionString, { waiting });
      const close = async (): Promise<void> => {
        await ledger.close();
        await drop();
      };
      return { store, source, ledger, leases: ledger.leases, close };
    }));

  describe('over EventStoreDB (on the test server)', () =>
    ledgerContract(async () => {
      const { connectionString, drop } = await testDatabase();
      await migrate(connectionString);
      const server = await startEventStoreServer();
      const store = new EventStoreDbEventStore(server.connectionString);
      const source = new EventStoreDbEventSource(server.connectionString);
      const waiting = async (cursor: string | undefined, limit: number): Promise<number> => (await source.readAfter(cursor, limit)).length;
      const ledger = new PostgresWholeLedger(connectionString, { waiting });
      const close = async (): Promise<void> => {
        await Promise.all([store.close(), source.close(), ledger.close()]);
        await Promise.all([server.stop(), drop()]);
      };
      return { store, source, ledger, leases: ledger.leases, close };
    }));

  describe('in a database of its own', () => {
    let database: TestDatabase;
    let ledger: PostgresWholeLedger;

    beforeEach(async () => {
      database = await testDatabase();
      await migrate(database.connectionString);
      ledger = new PostgresWholeLedger(database.connectionString);
    });

    afterEach(async () => {
      await ledger.close();
      await database.drop();
    });

    const sequence = async (store: InMemoryEventStore, into: PostgresWholeLedger, size: number, batch: number): Promise<void> => {
      const relay = startRelay({ source: store.source(), ledger: into, leases: into.leases, holder: randomUUID(), batch });
      await until(() => relay.status().size === size || relay.status().halted !== undefined);
      await relay.stop();
      expect(relay.status().halted).toBeUndefined();
    };
    const sequenced = async (...appends: readonly (readonly StoredEvent[])[]): Promise<void> => {
      const store = new InMemoryEventStore();
      for (const events of appends) expect(await store.append(events)).toEqual({ outcome: 'committed' });
      const size = appends.reduce((sum, { length }) => sum + length, 0);
      await sequence(store, ledger, size, 300);
    };

    it('is opened as what it is, and as nothing else', async () => {
      const joined = new PostgresLedger(database.connectionString);
      const verification = new PostgresVerification(database.connectionString);
      await ledger.open('');
      await expect(joined.open('')).rejects.toThrow(LedgerHalted);
      await expect(joined.open('')).rejects.toThrow(/has a ledger with a copy of its own .* \(distributed\), not a ledger beside its log/);
      await expect(joined.head()).rejects.toThrow(LedgerHalted);
      await expect(verification.current()).rejects.toThrow(LedgerHalted);
      await Promise.all([joined.close(), verification.close()]);
    });

    it('is not opened where one beside its log stands', async () => {
      const joined = new PostgresLedger(database.connectionString);
      await joined.open('');
      await expect(ledger.open('')).rejects.toThrow(/has a ledger beside its log \(standalone\), not a ledger with a copy of its own/);
      await expect(ledger.head()).rejects.toThrow(LedgerHalted);
      await joined.close();
    });

    it('that is lost and sequenced anew has another id, the same events in the same order, and the same root at every size', async () => {
      const again = await testDatabase();
      await migrate(again.connectionString);
      const anew = new PostgresWholeLedger(again.connectionString);
      const store = new InMemoryEventStore();
      for (let at = 0; at < 70; at += 1) await store.append(writtenEvents(`lead-${at % 7}`, 10 * Math.floor(at / 7), 10));
      await sequence(store, ledger, 700, 300);
      await sequence(store, anew, 700, 11);
      expect(await anew.read(0, 1000)).toEqual(await ledger.read(0, 1000));
      expect((await anew.head()).ledgerId).not.toBe((await ledger.head()).ledgerId);
      for (const size of [0, 1, 255, 256, 257, 699, 700]) expect(await rootAt(anew, size)).toEqual(await rootAt(ledger, size));
      await anew.close();
      await again.drop();
    });

    it('calls much that waits not nothing when nobody counts it', async () => {
      expect(await ledger.unsequenced(100_000)).toBe(100_000);
    });

    describe('by partitions', () => {
      const size = 1500;
      let events: readonly SequencedEvent[];

      beforeEach(async () => {
        await sequenced(
          ...Array.from({ length: 100 }, (_, at) => writtenEvents(`lead-${at}`, 0, at % 5 === 0 ? 31 : 11, `deal-${randomUUID()}`)),
        );
        events = await ledger.read(0, 10_000);
        expect(events).toHaveLength(size);
      });

      const partitions = fc.integer({ min: 1, max: 40 }).chain((of) => fc.tuple(fc.integer({ min: 0, max: of - 1 }), fc.constant(of)));
      const index = fc.integer({ min: 0, max: size + 20 });

      it('gives exactly the events that the partitioner puts there', async () => {
        const given = async ([partition, of]: [number, number], from: number, to: number, limit: number): Promise<void> => {
          const expected = events.filter((event) => event.index >= from && event.index < to && partitionOf(event.caseId, of) === partition);
          const found: SequencedEvent[] = [];
          for (let at = from; at < Math.min(to, size);) {
            const slice = await ledger.readPartition(partition, of, at, to, limit);
            expect(slice.events.length).toBeLessThanOrEqual(limit);
            expect(slice.to).toBe(slice.events.length < limit ? Math.min(to, size) : (slice.events.at(-1)?.index ?? NaN) + 1);
            found.push(...slice.events);
            at = slice.to;
          }
          expect(found).toEqual(expected);
        };
        const limit = fc.oneof(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 200, max: 2000 }));
        await fc.assert(fc.asyncProperty(partitions, index, index, limit, given), { numRuns: 60 });
      });

      it('goes never back, also where nothing is yet', async () => {
        expect(await ledger.readPartition(0, 1, size, 5000, 10)).toEqual({ events: [], to: size });
        expect(await ledger.readPartition(0, 1, size + 7, 5000, 10)).toEqual({ events: [], to: size + 7 });
        expect(await ledger.readPartition(0, 1, 10, 5, 10)).toEqual({ events: [], to: 10 });
      });

      it('knows the last of each below any index, and how many there are from there on', async () => {
        const known = async ([partition, of]: [number, number], below: number, limit: number): Promise<void> => {
          const indexes = Array.from({ length: of }, (): number[] => []);
          for (const event of events) indexes[partitionOf(event.caseId, of)]?.push(event.index);
          expect(await ledger.partitionHeads(of, below)).toEqual(indexes.map((own) => own.findLast((each) => each < below) ?? -1));
          const rest = indexes[partition]?.filter((each) => each >= below) ?? [];
          expect(await ledger.countPartition(partition, of, below, limit)).toBe(Math.min(rest.length, limit));
        };
        await fc.assert(fc.asyncProperty(partitions, index, fc.integer({ min: 1, max: 1000 }), known), { numRuns: 60 });
      });
    });

    it('knows the last of each partition over many windows, and of one that has none', async () => {
      await sequenced(
        writtenEvents('lead-old', 0, 3, 'case-old'),
        ...Array.from({ length: 60 }, (_, at) => writtenEvents('lead-new', 500 * at, 500, 'case-new')),
      );
      const of = 50;
      const [old, young] = [partitionOf('case-old', of), partitionOf('case-new', of)];
      expect(old).not.toBe(young);
      const heads = Array.from({ length: of }, (_, at) => (at === old ? 2 : at === young ? 30_002 : -1));
      expect(await ledger.partitionHeads(of, 1_000_000)).toEqual(heads);
    });
  });
});
