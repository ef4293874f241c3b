import { InMemoryEventStore, InMemoryLeases, InMemoryLedger } from '#in-memory';
import { LedgerHalted } from './ledger-store.port.ts';
import { emptyRoot } from './merkle.ts';
import { startRelay } from './relay.ts';
import { renewLedgerId } from './renewal.ts';
import { stepOver } from './sequencing.ts';
import { until, writtenEvents } from './testing/index.ts';
import { assertNotBehindWitness } from './witness-check.ts';
import type { HeadWitness, WitnessedHead } from './witness.ts';

const remedy = 'Restore a newer one.';

describe('a ledger held against the heads outside, before it goes on', () => {
  let store: InMemoryEventStore;
  let ledger: InMemoryLedger;
  let leases: InMemoryLeases;
  let heads: WitnessedHead[];

  const witness: HeadWitness = {
    record: async (head) => void heads.push(head),
    heads: async function* () {
      yield* heads;
    },
  };

  const sequenced = async (of: InMemoryLedger, from: InMemoryEventStore, size: number): Promise<void> => {
    const relay = startRelay({ source: from.source(), ledger: of, leases: new InMemoryLeases(), holder: 'one' });
    await until(() => relay.status().size === size);
    await relay.stop();
  };
  const grown = async (count: number): Promise<void> => {
    const { size } = await ledger.head();
    await store.append(writtenEvents('lead-1', size, count));
    await sequenced(ledger, store, size + count);
  };
  const witnessed = async (head: Partial<WitnessedHead> = {}): Promise<void> =>
    witness.record({ ...(await ledger.head()), time: `2026-02-01T00:00:${10 + heads.length}.000Z`, ...head });
  const check = (): Promise<void> => assertNotBehindWitness({ ledger, source: store.source(), witness, remedy });
  const expectHalted = async (reason: RegExp): Promise<void> => {
    await expect(check()).rejects.toThrow(LedgerHalted);
    await expect(check()).rejects.toThrow(reason);
    await expect(check()).rejects.toThrow(/ Restore a newer one\.$/);
  };

  beforeEach(() => {
    store = new InMemoryEventStore();
    ledger = new InMemoryLedger(store, store.source());
    leases = new InMemoryLeases();
    heads = [];
  });

  it('passes when there are none, and when it is what they say, or longer', async () => {
    await check();
    await witnessed();
    await check();
    await grown(700);
    await check();
    await witnessed();
    await check();
    await grown(5);
    await check();
  });

  it('passes beside heads of another one that was lost', async () => {
    await witnessed({ ledgerId: 'another', size: 5000 });
    await grown(3);
    await check();
    await witnessed();
    await check();
  });

  it('halts when it was longer once', async () => {
    await grown(10);
    await witnessed({ size: 12 });
    await witnessed();
    await expectHalted(/ has 10 events and had 12 at 2026-02-01T00:00:10\.000Z: an older state of its database was restored, /);
  });

  it('halts when its beginning was another, however long it has become since', async () => {
    await grown(300);
    await witnessed({ root: emptyRoot.toString('hex') });
    await expectHalted(/^the first 300 events .* are not those of 2026-02-01T00:00:10\.000Z: /);
    await grown(20);
    await expectHalted(/^the first 300 events /);
  });

  it('halts when it was restored to a state from before it was renewed', async () => {
    await grown(3);
    await witnessed();
    await witnessed({ ledgerId: 'the-next', size: 2 });
    await expectHalted(/ had given up this id for the-next by 2026-02-01T00:00:11\.000Z: /);
  });

  it('goes on once it is renewed', async () => {
    await grown(10);
    await witnessed({ size: 12 });
    await expectHalted(/had 12/);
    await renewLedgerId({ ledger, leases, reason: 'the backup of Sunday' });
    await check();
    await witnessed();
    await check();
    await grown(1);
    await check();
  });

  describe('that is behind a store', () => {
    let older: InMemoryLedger;

    beforeEach(async () => {
      await grown(300);
      older = new InMemoryLedger(store, store.source());
      await older.advance(stepOver(await older.open(''), await store.source().readAfter(undefined, 100)));
      const { ledgerId } = await older.head();
      await witnessed({ ledgerId });
    });

    it('passes when the store has the rest in the order of then, and has written nothing', async () => {
      await assertNotBehindWitness({ ledger: older, source: store.source(), witness, remedy });
      expect((await older.head()).size).toBe(100);
      await sequenced(older, store, 300);
      expect((await older.head()).root).toBe((await ledger.head()).root);
      await assertNotBehindWitness({ ledger: older, source: store.source(), witness, remedy });
    });

    it('halts when the store has not all of the rest, or in another order', async () => {
      const source = store.source();
      const short = {
        readAfter: async (cursor: string | undefined, limit: number) => source.readAfter(cursor, Math.min(limit, 298 - Number(cursor))),
      };
      const turned = {
        readAfter: async (cursor: string | undefined, limit: number) => [...(await source.readAfter(cursor, limit))].reverse(),
      };
      for (const lacking of [short, turned]) {
        const checking = assertNotBehindWitness({ ledger: older, source: lacking, witness, remedy });
        await expect(checking).rejects.toThrow(/ has 100 events and had 300 at /);
      }
    });
  });

  it('that was lost and is sequenced anew has another id, and the same root at every size', async () => {
    await grown(300);
    await witnessed();
    const anew = new InMemoryLedger(store, store.source());
    await sequenced(anew, store, 300);
    const [{ ledgerId, ...before }, { ledgerId: newId, ...after }] = [await ledger.head(), await anew.head()];
    expect(after).toEqual(before);
    expect(newId).not.toBe(ledgerId);
    await assertNotBehindWitness({ ledger: anew, source: store.source(), witness, remedy });
  });
});
