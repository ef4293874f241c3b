import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { WholeSourcedEvent } from '#eventsourcing';
import { InMemoryEventStore } from '#in-memory';
import { leafHash, startRelay, verify, type Finding, type Verification } from '#ledger';
import { until, writtenEvent, writtenEvents } from '#ledger/testing';
import { migrate, PostgresWholeLedger, PostgresWholeVerification, type ForeignStore } from '#postgres';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

/** I11 where store and ledger are two databases. What a superuser can do to the ledger's copy, or whoever has the store to that. */
describe('a ledger of whole events, or its store, that its owner changes', () => {
  const size = 300;
  let database: TestDatabase;
  let superuser: pg.Client;
  let store: InMemoryEventStore;
  let ledger: PostgresWholeLedger;
  let verification: PostgresWholeVerification;
  let tampered: (events: readonly WholeSourcedEvent[]) => readonly WholeSourcedEvent[];

  const foreign: ForeignStore = {
    events: async function* (prefix, after) {
      yield* tampered(await store.source(prefix).readAfter(after, 10_000));
    },
    placeOf: (cursor) => (/^\d{1,9}(\.5)?$/.test(cursor) ? { epoch: 0, transaction: 0, position: Number(cursor) } : undefined),
  };

  beforeEach(async () => {
    database = await testDatabase();
    const { connectionString } = database;
    await migrate(connectionString);
    superuser = new pg.Client({ connectionString });
    await superuser.connect();
    store = new InMemoryEventStore();
    ledger = new PostgresWholeLedger(connectionString);
    verification = new PostgresWholeVerification(connectionString, { store: foreign });
    tampered = (events) => events;
    for (let turn = 0; turn < 10; turn += 1)
      for (let stream = 0; stream < 6; stream += 1) await store.append(writtenEvents(`lead-${stream}`, 5 * turn, 5));
    const relay = startRelay({ source: store.source(), ledger, leases: ledger.leases, holder: randomUUID() });
    await until(() => relay.status().size === size);
    await relay.stop();
  });

  afterEach(async () => {
    await Promise.all([ledger.close(), verification.close(), superuser.end()]);
    await database.drop();
  });

  const verified = (): Promise<Verification> => verify({ source: verification, clock: () => new Date().toISOString() });
  const findings = async (): Promise<readonly Finding[]> => (await verified()).findings;
  const change = async (statement: string, values: readonly unknown[] = []): Promise<void> => {
    const { rowCount } = await superuser.query(statement, [...values]);
    expect(rowCount).toBeGreaterThan(0);
  };
  /** Index 123 has a sealed part. */
  const at = { index: 123, stream: 'lead-0', revision: 23 };
  const name = { stream: at.stream, revision: at.revision };
  const copyChanged = (...parts: readonly string[]) => ({ kind: 'copyChanged', ...at, parts });

  it('is found whole when nobody has, also when more waits', async () => {
    expect(await ledger.indexOf(at.stream, at.revision)).toBe(at.index);
    expect(await verified()).toMatchObject({ ok: true, size, findings: [], unsequenced: 0 });
    await store.append(writtenEvents('lead-9', 0, 7));
    expect(await verified()).toMatchObject({ ok: true, size, findings: [], unsequenced: 7 });
  });

  it('is found whole before anything was sequenced', async () => {
    const empty = await testDatabase();
    await migrate(empty.connectionString);
    const source = new PostgresWholeVerification(empty.connectionString, { store: foreign });
    expect(await verify({ source, clock: () => '' })).toMatchObject({ ok: true, size: 0, unsequenced: size });
    await source.close();
    await empty.drop();
  });

  describe('shows in the ledger', () => {
    const flipped = (column: string): string => `${column} = set_byte(${column}, 9, get_byte(${column}, 9) # 1)`;

    it.each([
      ['one changed byte of the data', flipped('data'), ['data']],
      ['one changed byte of a sealed part', flipped('sealed'), ['sealed']],
      ['a sealed part that was removed', 'sealed = null', ['sealed']],
      ['an entry that is none any more', flipped('entry'), ['entry']],
      ['another partition', 'case_hash = case_hash # 1', ['partition']],
    ])('%s', async (_, set, parts) => {
      await change(`update dealtrail.ledger_events set ${set} where index = 123`);
      expect(await findings()).toEqual([copyChanged(...parts)]);
    });

    it('an entry that was rewritten with its data', async () => {
      const { entry, data } = writtenEvent({ ...name, data: { amount: 1 } });
      await change(`update dealtrail.ledger_events set entry = $1, data = $2 where index = 123`, [entry, data]);
      expect(await findings()).toEqual([copyChanged('entry', 'sealed')]);
    });

    it('an event that was rewritten as a whole', async () => {
      const { entry, data } = writtenEvent({ ...name, data: { amount: 1 } });
      await change(`update dealtrail.ledger_events set entry = $1, data = $2, sealed = null, leaf = $3 where index = 123`, [
        entry,
        data,
        leafHash(entry),
      ]);
      const found = await findings();
      expect(found).toContainEqual({ kind: 'entryChanged', ...at });
      expect(found.map(({ kind }) => kind)).toContain('rootWrong');
    });

    it('an event that was moved to another case', async () => {
      await change(`update dealtrail.ledger_events set case_id = 'another' where index = 123`);
      expect(await findings()).toEqual([{ kind: 'ledgerColumnsDiffer', ...at, columns: ['caseId'] }, copyChanged('columns', 'partition')]);
    });

    it('an event that was deleted', async () => {
      await change('delete from dealtrail.ledger_events where index = 123');
      const found = await findings();
      expect(found).toContainEqual({ kind: 'indexGap', from: 123, to: 123 });
      expect(found).toContainEqual({ kind: 'eventInserted', ...name });
      expect(found.map(({ kind }) => kind)).toContain('rootWrong');
    });

    it('events that were cut off with their head', async () => {
      await change('delete from dealtrail.ledger_events where index >= 290');
      const found = await findings();
      expect(found).toContainEqual({ kind: 'sizeWrong', stated: 300, counted: 290 });
      expect(found).toContainEqual({ kind: 'indexGap', from: 290, to: 299 });
    });

    it('an event that was put beyond its head', async () => {
      const { stream, revision, caseId, entry, data } = writtenEvent({ stream: 'lead-forged', revision: 0 });
      await change(
        `insert into dealtrail.ledger_events (index, revision, case_hash, stream, case_id, source_cursor, leaf, entry, data)
         values (300, $1, 0, $2, $3, '300', $4, $5, $6)`,
        [revision, stream, caseId, leafHash(entry), entry, data],
      );
      expect(await findings()).toEqual([{ kind: 'rowSurplus', index: 300, stream, revision }]);
    });

    it('two events that changed places', async () => {
      const other = { index: 210, stream: 'lead-0', revision: 35 };
      await superuser.query('alter table dealtrail.ledger_events drop constraint ledger_events_pkey');
      await change(`update dealtrail.ledger_events set index = 333 - index where index in (123, 210)`);
      await superuser.query('alter table dealtrail.ledger_events add primary key (index) include (case_hash)');
      const found = await findings();
      expect(found).toContainEqual({ kind: 'streamOrder', index: 123, stream: 'lead-0', revision: 35, expected: 23 });
      expect(found).toContainEqual({ kind: 'eventMoved', ...at, index: other.index });
      expect(found.map(({ kind }) => kind)).toContain('rootWrong');
    });

    it.each(['garbage', '5'])('a place in the store that was changed to %s', async (cursor) => {
      await change('update dealtrail.ledger_events set source_cursor = $1 where index = 123', [cursor]);
      expect(await findings()).toEqual([{ kind: 'eventMoved', ...at }]);
    });

    it('a head that was set back, or names no event', async () => {
      await change('update dealtrail.ledger_head set size = 250');
      expect(await findings()).toEqual([{ kind: 'sizeWrong', stated: 250, counted: 300 }]);
      await change('update dealtrail.ledger_head set size = 300');
      for (const cursor of ['garbage', '5', '123456', null]) {
        await change('update dealtrail.ledger_head set cursor = $1', [cursor]);
        expect(await findings()).toContainEqual({ kind: 'cursorWrong' });
      }
    });

    it('an inner node that was changed', async () => {
      await change('update dealtrail.ledger_nodes set hash = $1 where level = 8 and index = 0', [randomBytes(32)]);
      expect(await findings()).toEqual([{ kind: 'nodeWrong', level: 8, node: 0 }]);
    });

    it('a head that was removed', async () => {
      await change('delete from dealtrail.ledger_head');
      expect(await findings()).toEqual([{ kind: 'headMissing' }]);
    });
  });

  describe('shows in the store', () => {
    const changed = (events: readonly WholeSourcedEvent[], to: Partial<WholeSourcedEvent>): readonly WholeSourcedEvent[] =>
      events.map((event) => (event.stream === at.stream && event.revision === at.revision ? { ...event, ...to } : event));

    it('an event that is gone', async () => {
      tampered = (events) => events.filter((_, place) => place !== 123);
      expect(await findings()).toEqual([{ kind: 'eventMissing', ...at }]);
    });

    it('events that are gone from its end', async () => {
      tampered = (events) => events.slice(0, 290);
      expect((await findings()).map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'eventMissing'));
    });

    it('that all of it is gone', async () => {
      tampered = () => [];
      expect(await verified()).toMatchObject({ ok: false, findingCount: size });
    });

    it('data, a sealed part and a case that were changed', async () => {
      tampered = (events) => changed(events, { data: Buffer.from('{}'), sealed: [], caseId: 'another' });
      expect(await findings()).toEqual([
        { kind: 'dataChanged', ...name },
        { kind: 'sealedChanged', ...name, part: 0 },
        { kind: 'columnsDiffer', ...name, columns: ['caseId'] },
        { kind: 'ledgerColumnsDiffer', ...at, columns: ['caseId'] },
      ]);
    });

    it('an event that was written anew', async () => {
      const forged = writtenEvent({ ...name, data: { amount: 1 } });
      // What the source says of the leaf is not believed.
      tampered = (events) => changed(events, { entry: forged.entry, data: forged.data, sealed: [] });
      expect(await findings()).toEqual([{ kind: 'entryChanged', ...at }]);
    });

    it('an event that was put among others', async () => {
      const forged = writtenEvent({ stream: 'lead-forged', revision: 0 });
      tampered = (events) => [...events.slice(0, 100), { ...forged, cursor: '99.5', leaf: leafHash(forged.entry) }, ...events.slice(100)];
      expect(await findings()).toEqual([{ kind: 'eventInserted', stream: 'lead-forged', revision: 0 }]);
    });

    it('two events that changed places', async () => {
      const [first, second] = ['123', '210'];
      tampered = (events) => {
        const swapped = events.map((event) => {
          const cursor = event.cursor === first ? second : event.cursor === second ? first : event.cursor;
          return { ...event, cursor };
        });
        return swapped.sort((one, other) => Number(one.cursor) - Number(other.cursor));
      };
      expect(await findings()).toEqual([
        { kind: 'eventMoved', ...at },
        { kind: 'eventMoved', index: 210, stream: 'lead-0', revision: 35 },
      ]);
    });
  });
});
