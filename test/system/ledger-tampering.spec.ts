import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { catalogue, eventCodec, unsealWith, type LeadEvent } from '#event-contracts';
import type { StoredEvent } from '#eventsourcing';
import { openPostgresKeyVault } from '#keys';
import { emptyRoot, fileWitness, startRelay, verify, type Finding, type Verification } from '#ledger';
import { until, writtenEvent, writtenEvents } from '#ledger/testing';
import { migrate, PostgresEventSource, PostgresEventStore, PostgresLedger, PostgresVerification } from '#postgres';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

/** I11. Everything that a superuser can do to the tables, and what verification says about it. */
describe('history in a database that its owner changes', () => {
  const clock = (): string => new Date().toISOString();
  const size = 300;
  let database: TestDatabase;
  let superuser: pg.Client;
  let store: PostgresEventStore;
  let source: PostgresEventSource;
  let ledger: PostgresLedger;
  let verification: PostgresVerification;
  let folder: string;

  beforeEach(async () => {
    database = await testDatabase();
    const { connectionString } = database;
    await migrate(connectionString);
    superuser = new pg.Client({ connectionString });
    await superuser.connect();
    store = new PostgresEventStore(connectionString);
    source = new PostgresEventSource(connectionString, { onCommitted: (listener) => store.onCommitted(listener) });
    ledger = new PostgresLedger(connectionString);
    verification = new PostgresVerification(connectionString);
    folder = await mkdtemp(join(tmpdir(), 'heads-'));
    for (let turn = 0; turn < 10; turn += 1)
      for (let stream = 0; stream < 6; stream += 1) await append(writtenEvents(`lead-${stream}`, 5 * turn, 5));
    await sequence(size);
  });

  afterEach(async () => {
    await Promise.all([store.close(), source.close(), ledger.close(), verification.close(), superuser.end()]);
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const append = async (events: readonly StoredEvent[]): Promise<void> => {
    const { outcome } = await store.append(events);
    if (outcome !== 'committed') throw new Error(`an append ended as ${outcome}`);
  };

  const sequence = async (upTo: number): Promise<void> => {
    const relay = startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID() });
    await until(() => relay.status().size >= upTo || relay.status().halted !== undefined);
    await relay.stop();
    const { halted } = relay.status();
    if (halted) throw halted;
  };

  const heads = () => fileWitness(join(folder, 'heads.jsonl'));
  const verified = (witnessed = true): Promise<Verification> =>
    verify({ source: verification, clock, ...(witnessed && { witness: heads() }) });
  const findings = async (): Promise<readonly Finding[]> => (await verified(false)).findings;
  const change = async (statement: string, values: readonly unknown[] = []): Promise<void> => {
    const { rowCount } = await superuser.query(statement, [...values]);
    expect(rowCount).toBeGreaterThan(0);
  };
  const named = async (index: number): Promise<{ stream: string; revision: number }> => {
    const [event] = await ledger.read(index, 1);
    if (!event) throw new Error(`nothing is at ${index}`);
    return { stream: event.stream, revision: event.revision };
  };
  const at = '(stream, revision) = ($1, $2)';

  it('is found whole when nobody has, also while more is written', async () => {
    expect(await verified()).toMatchObject({ ok: true, size, checkedHeads: 0, unsequenced: 0 });
    await append(writtenEvents('lead-9', 0, 7));
    expect(await verified()).toMatchObject({ ok: true, size, checkedHeads: 1, unsequenced: 7 });
    const writing = (async () => {
      for (let turn = 0; turn < 40; turn += 1) await append(writtenEvents('lead-8', 5 * turn, 5));
    })();
    const relay = startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID() });
    const sizes: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const result = await verified();
      expect(result.findings).toEqual([]);
      sizes.push(result.size);
    }
    await writing;
    await until(() => relay.status().size === size + 207);
    await relay.stop();
    expect(await verified()).toMatchObject({ ok: true, size: size + 207, unsequenced: 0 });
    expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
  });

  it('shows one changed byte of the data', async () => {
    const { stream, revision } = await named(123);
    await change(`update dealtrail.events set data = set_byte(data, 9, get_byte(data, 9) # 1) where ${at}`, [stream, revision]);
    expect(await findings()).toEqual([{ kind: 'dataChanged', stream, revision }]);
  });

  it('shows one changed byte of an entry', async () => {
    const { stream, revision } = await named(123);
    await change(`update dealtrail.events set entry = set_byte(entry, 90, get_byte(entry, 90) # 1) where ${at}`, [stream, revision]);
    expect(await findings()).toContainEqual({ kind: 'entryChanged', index: 123, stream, revision });
  });

  it('shows one changed byte of a sealed part, and one that was removed', async () => {
    const { stream, revision } = await named(123);
    expect(revision % 5 === 0 || revision % 5 === 3).toBe(true); // those that have a sealed part
    await change(`update dealtrail.events set sealed = set_byte(sealed, 9, get_byte(sealed, 9) # 1) where ${at}`, [stream, revision]);
    expect(await findings()).toEqual([{ kind: 'sealedChanged', stream, revision, part: 0 }]);
    await change(`update dealtrail.events set sealed = null where ${at}`, [stream, revision]);
    expect(await findings()).toEqual([{ kind: 'sealedChanged', stream, revision, part: 0 }]);
  });

  it('shows an event that was moved to another case', async () => {
    const { stream, revision } = await named(123);
    await change(`update dealtrail.events set case_id = 'another' where ${at}`, [stream, revision]);
    await change(`update dealtrail.ledger set case_id = 'another' where ${at}`, [stream, revision]);
    expect(await findings()).toEqual([{ kind: 'columnsDiffer', stream, revision, columns: ['caseId'] }]);
  });

  it('shows an event that was deleted', async () => {
    const { stream, revision } = await named(123);
    await change(`delete from dealtrail.events where ${at}`, [stream, revision]);
    expect(await findings()).toEqual([{ kind: 'eventMissing', index: 123, stream, revision }]);
  });

  describe('an event that was inserted', () => {
    const insert = async (xid: string, position: string): Promise<readonly Finding[]> => {
      const { stream, revision, caseId, entry, data } = writtenEvent({ stream: 'lead-forged', revision: 0 });
      await change(
        `insert into dealtrail.events (stream, revision, case_id, entry, data, xid, position) overriding system value
         select $1, $2, $3, $4, $5, ${xid}, ${position} from dealtrail.events where (stream, revision) = ('lead-3', 20)`,
        [stream, revision, caseId, entry, data],
      );
      return findings();
    };
    const found = [{ kind: 'eventInserted', stream: 'lead-forged', revision: 0 }];

    it('shows between others', async () => expect(await insert('xid', '1000000')).toEqual(found));
    it('shows before all others', async () => expect(await insert(`'3'::xid8`, '-5')).toEqual(found));
    it('shows after all that can have been written', async () => expect(await insert(`'999999999999'::xid8`, '1000000')).toEqual(found));
  });

  it('shows two events that changed places', async () => {
    const [one, other] = [await named(40), await named(90)];
    const values = [one.stream, one.revision, other.stream, other.revision];
    await superuser.query('alter table dealtrail.events alter position set generated by default');
    await superuser.query('drop index dealtrail.events_commit_order');
    await change(
      `update dealtrail.events as e set (xid, position) = (select o.xid, o.position from dealtrail.events as o
         where (o.stream, o.revision) in (($1, $2), ($3, $4)) and (o.stream, o.revision) <> (e.stream, e.revision))
       where (stream, revision) in (($1, $2), ($3, $4))`,
      values,
    );
    await superuser.query('create unique index events_commit_order on dealtrail.events (xid, position)');
    expect(await findings()).toEqual([
      { kind: 'eventMoved', index: 40, ...one },
      { kind: 'eventMoved', index: 90, ...other },
    ]);
  });

  it('shows two events that changed contents', async () => {
    const [one, other] = [await named(40), await named(90)];
    await change(
      `update dealtrail.events as e set (entry, data, sealed) = (select o.entry, o.data, o.sealed from dealtrail.events as o
         where (o.stream, o.revision) in (($1, $2), ($3, $4)) and (o.stream, o.revision) <> (e.stream, e.revision))
       where (stream, revision) in (($1, $2), ($3, $4))`,
      [one.stream, one.revision, other.stream, other.revision],
    );
    const changed = (await findings()).filter(({ kind }) => kind === 'entryChanged');
    expect(changed).toEqual([
      { kind: 'entryChanged', index: 40, ...one },
      { kind: 'entryChanged', index: 90, ...other },
    ]);
  });

  it('shows what was done to the ledger alone', async () => {
    const { stream, revision } = await named(123);
    await change('update dealtrail.ledger_nodes set hash = $1 where level = 8 and index = 0', [randomBytes(32)]);
    expect(await findings()).toEqual([{ kind: 'nodeWrong', level: 8, node: 0 }]);
    await change('delete from dealtrail.ledger_nodes where level = 8 and index = 0');
    expect(await findings()).toEqual([{ kind: 'nodeMissing', level: 8, node: 0 }]);
    await change('delete from dealtrail.ledger where index = 123');
    const found = await findings();
    expect(found).toContainEqual({ kind: 'indexGap', from: 123, to: 123 });
    expect(found).toContainEqual({ kind: 'eventInserted', stream, revision });
    expect(found.map(({ kind }) => kind)).toContain('rootWrong');
  });

  it('shows a head that was set back', async () => {
    await change('update dealtrail.ledger_head set size = 250');
    expect(await findings()).toEqual([{ kind: 'sizeWrong', stated: 250, counted: 300 }]);
  });

  it('shows a cursor that was changed, whatever it says', async () => {
    for (const cursor of ['garbage', '99:5:5', '1:99999999999999999999999:1', '1:5:1', null]) {
      await superuser.query('update dealtrail.ledger_head set cursor = $1', [cursor]);
      expect(await findings()).toEqual([{ kind: 'cursorWrong' }]);
    }
  });

  it('shows a size that was made up, and makes nobody wait for it', async () => {
    await change('update dealtrail.ledger_head set size = 1000000000000000');
    expect(await findings()).toContainEqual({ kind: 'sizeWrong', stated: 1e15, counted: 300 });
  });

  it('shows rows and inner nodes where only later steps may write', async () => {
    const { stream, revision } = await named(123);
    await change('update dealtrail.ledger set index = 2000000 where index = 123');
    await change(
      `insert into dealtrail.ledger_nodes select level, index, hash from (values (8, 1), (3, 0), (64, 0)) as n (level, index), (select sha256('') as hash) as h`,
    );
    const found = await findings();
    expect(found).toContainEqual({ kind: 'rowSurplus', index: 2000000, stream, revision });
    for (const [level, node] of [
      [8, 1],
      [3, 0],
      [64, 0],
    ] as const)
      expect(found).toContainEqual({ kind: 'nodeSurplus', level, node });
  });

  it('shows a head that was removed, and with the heads outside that it stood here', async () => {
    await verified();
    await change('delete from dealtrail.ledger_head');
    expect(await findings()).toEqual([{ kind: 'headMissing' }]);
    expect((await verified()).findings.map(({ kind }) => kind)).toEqual(['ledgerReplaced', 'headMissing']);
  });

  it('shows a sealed part whose frame was changed', async () => {
    const { stream, revision } = await named(123);
    for (const sealed of ['set_byte(sealed, 1, 255)', 'substr(sealed, 5)', `'\\x01'`]) {
      await change(`update dealtrail.events set sealed = ${sealed} where ${at}`, [stream, revision]);
      expect((await findings()).map(({ kind }) => kind)).toContain('sealedChanged');
      expect(new Set((await findings()).map(({ kind }) => kind)).size).toBe(1);
    }
  });

  it('shows lines of the heads outside that were changed', async () => {
    await verified();
    const path = join(folder, 'heads.jsonl');
    const line = await readFile(path, 'utf8');
    await writeFile(path, `${line}${line.replace('size', 'sixe')}${line.replace(/"ledgerId":"./, '"ledgerId":"z')}${line}`);
    expect((await verified()).findings).toEqual([
      { kind: 'headUnreadable', line: 2 },
      { kind: 'headForeign', size, time: expect.any(String) },
    ]);
  });

  const rewriteConsistently = async (): Promise<void> => {
    await superuser.query('truncate dealtrail.ledger, dealtrail.ledger_nodes');
    await change(`update dealtrail.ledger_head set size = 0, root = $1, frontier = '', cursor = null`, [emptyRoot]);
    await sequence((await superuser.query<{ count: string }>('select count(*) from dealtrail.events')).rows[0]?.count as unknown as number);
  };

  it('is given away by the heads outside when store and ledger were rewritten together', async () => {
    expect(await verified()).toMatchObject({ ok: true, checkedHeads: 0 });
    const { stream, revision } = await named(123);
    const forged = writtenEvent({ stream, revision, data: { amount: 1 } });
    await change(`update dealtrail.events set entry = $3, data = $4, sealed = null where ${at}`, [
      stream,
      revision,
      forged.entry,
      forged.data,
    ]);
    await rewriteConsistently();
    expect(await findings()).toEqual([]);
    const result = await verified();
    expect(result.findings).toEqual([{ kind: 'rewritten', size, time: expect.any(String) }]);
    expect(result.ok).toBe(false);
    await append(writtenEvents('lead-9', 0, 3));
    await sequence(size + 3);
    expect((await verified()).findings).toEqual([{ kind: 'rewritten', size, time: expect.any(String) }]);
  });

  it('is given away by the heads outside when it was cut and rewritten', async () => {
    await verified();
    await change(`delete from dealtrail.events where stream = 'lead-5' and revision >= 45`);
    await rewriteConsistently();
    expect((await verified()).findings).toEqual([{ kind: 'shorterThanWitnessed', size, time: expect.any(String) }]);
  });

  it('stays whole when a person is erased, who then cannot be read', async () => {
    const vault = await openPostgresKeyVault(superuser, randomBytes(32), { keptFor: 1 });
    const person = { contactId: 'contact-1', contactName: 'Ada Lovelace', email: 'ada@example.org', phone: '+44 20 7946 0000' };
    const eventId = randomUUID();
    const recordedAt = clock();
    const captured = await eventCodec<LeadEvent>(catalogue, vault).encode({
      event: { type: 'LeadCaptured', data: { leadId: 'lead-ada', source: 'web', company: 'Analytical Engines', ...person } },
      eventId,
      stream: 'lead-ada',
      revision: 0,
      caseId: 'case-ada',
      occurredAt: recordedAt,
      recordedAt,
      actor: { userId: 'user-1', rolesAtThatTime: ['sales-rep'], userRevision: 0, channel: 'api' },
      correlationId: randomUUID(),
      causationId: randomUUID(),
      commandId: randomUUID(),
      policyVersion: '1',
      processVersion: '1',
    });
    await append([captured]);
    await sequence(size + 1);
    const [event] = await ledger.read(size, 1);
    const part = { key: 'person-contact-1', ciphertext: event?.sealed[0] ?? Buffer.alloc(0) };
    expect(await unsealWith(vault, part, eventId)).toMatchObject({ kind: 'readable', fields: { contactName: 'Ada Lovelace' } });
    await vault.erase('person-contact-1');
    expect(await unsealWith(vault, part, eventId)).toEqual({ kind: 'erased' });
    expect(await verified()).toMatchObject({ ok: true, size: size + 1 });
  });
});
