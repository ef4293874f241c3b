import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EventStoreDbEventSource, EventStoreDbEventStore, placeOf } from '#eventstoredb';
import {
  assertNotBehindWitness,
  fileWitness,
  LedgerHalted,
  refillStore,
  renewLedgerId,
  startRelay,
  verify,
  type Verification,
} from '#ledger';
import { until, writtenEvents } from '#ledger/testing';
import { migrate, PostgresWholeLedger, PostgresWholeVerification } from '#postgres';
import { startEventStoreServer } from '../support/eventstoredb/server.ts';
import { testDatabase } from '../support/postgres.ts';

/** The procedures of docs/operations/ledger-recovery.md where store and ledger are two databases, each up to a verification that finds nothing. */
describe('store and ledger, of which one was lost', () => {
  const size = 600;
  const backedUp = 400;
  const closing: (() => Promise<unknown>)[] = [];
  let folder: string;
  let store: Store;
  let ledger: Ledger;

  const openStore = async () => {
    const server = await startEventStoreServer();
    const writing = new EventStoreDbEventStore(server.connectionString);
    const source = new EventStoreDbEventSource(server.connectionString);
    closing.push(async () => {
      await Promise.all([writing.close(), source.close()]);
      await server.stop();
    });
    return { writing, source };
  };
  type Store = Awaited<ReturnType<typeof openStore>>;

  const openLedger = async () => {
    const { connectionString, drop } = await testDatabase();
    await migrate(connectionString);
    const reading = new PostgresWholeLedger(connectionString);
    const superuser = new pg.Client({ connectionString });
    await superuser.connect();
    closing.push(async () => {
      await Promise.all([reading.close(), superuser.end()]);
      await drop();
    });
    return { connectionString, reading, superuser };
  };
  type Ledger = Awaited<ReturnType<typeof openLedger>>;

  const witness = () => fileWitness(join(folder, 'heads.jsonl'));
  const witnessed = async ({ reading }: Ledger): Promise<void> =>
    witness().record({ ...(await reading.head()), time: new Date().toISOString() });

  const sequence = async ({ source }: Store, { reading }: Ledger, upTo: number): Promise<void> => {
    const relay = startRelay({ source, ledger: reading, leases: reading.leases, holder: randomUUID(), batch: 70 });
    await until(() => relay.status().size === upTo || relay.status().halted !== undefined);
    await relay.stop();
    expect(relay.status().halted).toBeUndefined();
  };
  const append = async ({ writing }: Store, from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += 5)
      expect(await writing.append(writtenEvents(`lead-${(at / 5) % 4}`, 5 * Math.floor(at / 20), 5))).toEqual({ outcome: 'committed' });
  };
  const verified = async ({ source }: Store, { connectionString }: Ledger): Promise<Verification> => {
    const foreign = { events: (prefix: string, after?: string) => source.readAll(prefix, after), placeOf };
    const verification = new PostgresWholeVerification(connectionString, { store: foreign });
    const result = await verify({ source: verification, witness: witness(), clock: () => new Date().toISOString() });
    await verification.close();
    return result;
  };
  const check = (source: Pick<EventStoreDbEventSource, 'readAfter'>, { reading }: Ledger): Promise<void> =>
    assertNotBehindWitness({ ledger: reading, source, witness: witness(), remedy: 'Mend it.' });

  /** As a backup from then has it. */
  let restore: () => Promise<void>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recovery-'));
    [store, ledger] = [await openStore(), await openLedger()];
    await append(store, 0, backedUp);
    await sequence(store, ledger, backedUp);
    const { superuser } = ledger;
    const { rows } = await superuser.query<{ root: Buffer; frontier: Buffer; cursor: string }>('select * from dealtrail.ledger_head');
    restore = async () => {
      await superuser.query('delete from dealtrail.ledger_events where index >= $1', [backedUp]);
      await superuser.query('delete from dealtrail.ledger_nodes where (index + 1) << level > $1', [backedUp]);
      await superuser.query('update dealtrail.ledger_head set size = $1, root = $2, frontier = $3, cursor = $4', [
        backedUp,
        rows[0]?.root,
        rows[0]?.frontier,
        rows[0]?.cursor,
      ]);
    };
    await append(store, backedUp, size);
    await sequence(store, ledger, size);
    await witnessed(ledger);
  });

  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await rm(folder, { recursive: true });
  });

  it('are whole as long as none was', async () => {
    await check(store.source, ledger);
    expect(await verified(store, ledger)).toMatchObject({ ok: true, size, findings: [], unsequenced: 0, checkedHeads: 1 });
  });

  it('come back when the ledger was lost: it is sequenced anew, under another id, to the same root', async () => {
    const before = await ledger.reading.head();
    const anew = await openLedger();
    await check(store.source, anew);
    await sequence(store, anew, size);
    const after = await anew.reading.head();
    expect(after).toEqual({ ...before, ledgerId: after.ledgerId });
    expect(after.ledgerId).not.toBe(before.ledgerId);
    expect((await verified(store, anew)).findings).toMatchObject([{ kind: 'ledgerReplaced', witnessed: before.ledgerId }]);
    await witnessed(anew);
    expect(await verified(store, anew)).toMatchObject({ ok: true, size });
  });

  it('come back when an older ledger was restored and the store has the rest: it catches up, under the same id', async () => {
    const before = await ledger.reading.head();
    await restore();
    expect((await ledger.reading.head()).size).toBe(backedUp);
    await check(store.source, ledger);
    await sequence(store, ledger, size);
    expect(await ledger.reading.head()).toEqual(before);
    expect(await verified(store, ledger)).toMatchObject({ ok: true, size, checkedHeads: 1 });
  });

  it('come back when an older ledger was restored and the store has lost the rest, too: under another id, once somebody answers for it', async () => {
    const { reading } = ledger;
    const { ledgerId } = await reading.head();
    await restore();
    const shorter = { readAfter: async () => [] };
    await expect(check(shorter, ledger)).rejects.toThrow(LedgerHalted);
    await expect(check(shorter, ledger)).rejects.toThrow(/ has 400 events and had 600 at .* Mend it\.$/);
    const renewal = await renewLedgerId({ ledger: reading, leases: reading.leases, reason: 'both disks' });
    expect(renewal).toMatchObject({ outcome: 'renewed', from: ledgerId, size: backedUp });
    await check(shorter, ledger);
    await witnessed(ledger);
    await append(store, size, size + 20);
    await sequence(store, ledger, size + 20);
    expect(await verified(store, ledger)).toMatchObject({ ok: true, size: size + 20, checkedHeads: 1 });
  });

  it('come back when the store was lost: it is filled from the ledger, and sequenced anew to the same root', async () => {
    const [another, anew] = [await openStore(), await openLedger()];
    expect(await refillStore({ ledger: ledger.reading, store: another.writing })).toBe(size);
    await sequence(another, anew, size);
    expect((await anew.reading.head()).root).toBe((await ledger.reading.head()).root);
    expect(await anew.reading.read(0, size)).toEqual(await ledger.reading.read(0, size));
    await witnessed(anew);
    await append(another, size, size + 20);
    await sequence(another, anew, size + 20);
    expect(await verified(another, anew)).toMatchObject({ ok: true, size: size + 20, unsequenced: 0 });
  });
});
