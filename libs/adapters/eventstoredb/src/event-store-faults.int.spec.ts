import { jsonEvent } from '@eventstore/db-client';
import { CaseBoundToStream, StoreUnavailable, type StoredEvent } from '#eventsourcing';
import { freshStream, storedEvent, storedEvents } from '#eventsourcing/testing';
import { startEventStoreServer, type EventStoreServer } from '../../../../test/support/eventstoredb/server.ts';
import { runScript, type Script } from '../../../../test/support/script.ts';
import { temporaryFolder } from '../../../../test/support/test-server.ts';
import { until } from '../../../../test/support/until.ts';
import { Connection } from './connection.ts';
import { EventsMisplaced, EventStoreDbEventStore, type EventStoreDbEventStoreOptions } from './event-store.ts';
import { ForeignEvent } from './stored-record.ts';

const committed = { outcome: 'committed' };
const conflict = { outcome: 'conflict' };

describe('the event store in EventStoreDB (on the test server), when things go wrong', () => {
  let server: EventStoreServer;
  let store: EventStoreDbEventStore;
  let reader: EventStoreDbEventStore;
  /** What the store itself never does. */
  let raw: Connection;
  const opened: EventStoreDbEventStore[] = [];

  const open = (connectionString: string, options: EventStoreDbEventStoreOptions = {}): EventStoreDbEventStore => {
    const one = new EventStoreDbEventStore(connectionString, { firstPause: 5, ...options });
    opened.push(one);
    return one;
  };

  beforeEach(async () => {
    server = await startEventStoreServer();
    store = open(server.connectionString);
    reader = open(server.connectionString);
    raw = new Connection(server.connectionString);
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await raw.close();
    await server.stop();
  });

  /** A stream that holds some events already, so that a repetition has a revision to get wrong. */
  const begun = async (): Promise<string> => {
    const stream = freshStream();
    await store.append(storedEvents(stream, 0, 2));
    return stream;
  };
  const kept = (stream: string, from: number): Promise<readonly StoredEvent[]> => reader.read(stream, from);

  describe('the answer is lost', () => {
    it.each(['cutAfterCommit', 'timeoutAfterCommit', 'cutBeforeCommit'] as const)('commits once after %s', async (kind) => {
      const stream = await begun();
      const events = storedEvents(stream, 2, 3);
      server.faults.onNextAppends({ kind });
      expect(await store.append(events)).toEqual(committed);
      expect(await kept(stream, 2)).toEqual(events);
    });

    it('commits once when the server falls silent after the commit', async () => {
      const hasty = open(server.connectionString, { deadline: 300 });
      const events = storedEvents(freshStream(), 0, 2);
      server.faults.onNextAppends({ kind: 'silentAfterCommit' });
      expect(await hasty.append(events)).toEqual(committed);
      expect(await kept(events[0]?.stream ?? '', 0)).toEqual(events);
    });

    it('has committed, though others have appended since', async () => {
      const stream = await begun();
      const [events, others] = [storedEvents(stream, 2, 2), storedEvents(stream, 4, 1)];
      server.faults.onNextAppends({ kind: 'cutAfterCommit', meanwhile: () => open(server.connectionString).append(others) });
      expect(await store.append(events)).toEqual(committed);
      expect(await kept(stream, 2)).toEqual([...events, ...others]);
    });

    it('conflicts when others took the revision before it was written', async () => {
      const stream = await begun();
      const [events, others] = [storedEvents(stream, 2, 1), storedEvents(stream, 2, 1)];
      server.faults.onNextAppends({ kind: 'cutBeforeCommit', meanwhile: () => open(server.connectionString).append(others) });
      expect(await store.append(events)).toEqual(conflict);
      expect(await kept(stream, 2)).toEqual(others);
    });

    it('is unknown when no attempt is answered; the same append again tells', async () => {
      for (const kind of ['cutAfterCommit', 'cutBeforeCommit', 'timeoutAfterCommit'] as const) {
        const stream = await begun();
        const events = storedEvents(stream, 2, 2);
        const weary = open(server.connectionString, { attempts: 3 });
        server.faults.onNextAppends({ kind }, { kind: 'notReady' }, { kind: 'notReady' });
        expect(await weary.append(events)).toMatchObject({ outcome: 'unknown', cause: expect.any(Error) });
        expect(await weary.append(events)).toEqual(committed);
        expect(await kept(stream, 2)).toEqual(events);
      }
    });

    it('commits once when the first attempt is still waiting for its commit', async () => {
      const stream = await begun();
      const events = storedEvents(stream, 2, 2);
      const release = server.faults.holdCommits();
      const appending = store.append(events);
      expect(await until(() => server.faults.waiting() === 1)).toBe(true);
      server.faults.cutConnections();
      expect(await until(() => server.faults.waiting() === 2)).toBe(true);
      release();
      expect(await appending).toEqual(committed);
      expect(await kept(stream, 2)).toEqual(events);
    });
  });

  it('never says what is not so, while connections are cut again and again', async () => {
    const kinds = ['cutBeforeCommit', 'cutAfterCommit', 'notReady', 'timeoutAfterCommit'] as const;
    server.faults.onNextAppends(...Array.from({ length: 60 }, (_, at) => ({ kind: kinds[at % kinds.length] ?? 'notReady' })));
    const write = async (): Promise<[StoredEvent[], string][]> => {
      const written: [StoredEvent[], string][] = [];
      while (written.length < 10) {
        const events = storedEvents(freshStream(), 0, 3);
        const result = await store.append(events).catch(() => ({ outcome: 'unavailable' }));
        written.push([events, result.outcome]);
        if (written.length === 5) server.faults.cutConnections();
      }
      return written;
    };
    const written = (await Promise.all(Array.from({ length: 12 }, write))).flat();
    const present = { committed: [true], unknown: [true, false], unavailable: [false] };
    for (const [events, outcome] of written) {
      const found = await kept(events[0]?.stream ?? '', 0);
      expect(present[outcome as keyof typeof present]).toContain(found.length > 0);
      if (found.length > 0) expect(found).toEqual(events);
    }
    expect(written.filter(([, outcome]) => outcome === 'committed').length).toBeGreaterThan(60);
  });

  describe('the server cannot write', () => {
    it('goes to the leader that it is told of', async () => {
      const leader = await startEventStoreServer();
      const events = storedEvents(freshStream(), 0, 2);
      server.faults.onNextAppends({ kind: 'notLeader', leader: { host: '127.0.0.1', port: leader.port } });
      expect(await store.append(events)).toEqual(committed);
      expect(await kept(events[0]?.stream ?? '', 0)).toEqual([]);
      expect(await open(leader.connectionString).read(events[0]?.stream ?? '')).toEqual(events);
      await leader.stop();
    });

    it('asks a cluster for its leader, and again when that one is gone', async () => {
      const leader = await startEventStoreServer();
      for (const seeds of ['esdb://127.0.0.1:1,127.0.0.1:', 'esdb+discover://127.0.0.1:']) {
        server.faults.gossipOf(leader);
        const cluster = open(`${seeds}${server.port}?tls=false&discoveryInterval=10`);
        const [before, after] = [storedEvents(freshStream(), 0, 1), storedEvents(freshStream(), 0, 1)];
        expect(await cluster.append(before)).toEqual(committed);
        expect(await kept(before[0]?.stream ?? '', 0)).toEqual([]);
        server.faults.gossipOf(server);
        leader.faults.onNextAppends({ kind: 'cutBeforeCommit' });
        expect(await cluster.append(after)).toEqual(committed);
        expect(await kept(after[0]?.stream ?? '', 0)).toEqual(after);
      }
      await leader.stop();
    });

    it('leaves a leader that has fallen silent', async () => {
      const leader = await startEventStoreServer();
      server.faults.gossipOf(leader);
      const cluster = open(`esdb+discover://127.0.0.1:${server.port}?tls=false`, { deadline: 300 });
      await cluster.append(storedEvents(freshStream(), 0, 1));
      const release = leader.faults.holdCommits();
      server.faults.gossipOf(server);
      const events = storedEvents(freshStream(), 0, 1);
      expect(await cluster.append(events)).toEqual(committed);
      expect(await kept(events[0]?.stream ?? '', 0)).toEqual(events);
      release();
      await leader.stop();
    });

    it('says when a cluster has nobody who answers', async () => {
      const nobody = open('esdb://127.0.0.1:1,127.0.0.1:2?tls=false&discoveryInterval=1&maxDiscoverAttempts=2', { attempts: 2 });
      const appending = nobody.append(storedEvents(freshStream(), 0, 1));
      await expect(appending).rejects.toThrow(StoreUnavailable);
      await expect(appending).rejects.toThrow(/cannot be reached; nothing was written/);
    });

    it('waits until it is ready, and says so when it is not in time', async () => {
      const events = storedEvents(freshStream(), 0, 1);
      server.faults.onNextAppends({ kind: 'notReady' }, { kind: 'notReady' });
      expect(await store.append(events)).toEqual(committed);
      const later = storedEvents(events[0]?.stream ?? '', 1, 1);
      server.faults.onNextAppends(...Array.from({ length: 5 }, () => ({ kind: 'notReady' }) as const));
      const appending = store.append(later);
      await expect(appending).rejects.toThrow(StoreUnavailable);
      await expect(appending).rejects.toThrow(/cannot be reached; nothing was written/);
      expect(await store.append(later)).toEqual(committed);
    });

    it('says that nothing answers there, and names no password', async () => {
      const nowhere = open('esdb://admin:s3cr3t@127.0.0.1:1?tls=false');
      const error = await nowhere.append(storedEvents(freshStream(), 0, 1)).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(String(error)).toMatch(/cannot be reached; nothing was written.*127\.0\.0\.1:1/);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).stack)).not.toContain('s3cr3t');
      await expect(nowhere.ping()).rejects.toThrow();
    });

    it('says how much the server takes in one append', async () => {
      const small = await startEventStoreServer({ maxAppendBytes: 1000 });
      const events = storedEvents(freshStream(), 0, 1, { data: Buffer.alloc(1000) });
      await expect(open(small.connectionString).append(events)).rejects.toThrow(/takes at most 1000 bytes.*nothing was written/);
      await small.stop();
    });

    it('finishes what is under way before it closes, and takes nothing after', async () => {
      const appending = Promise.all(Array.from({ length: 30 }, () => store.append(storedEvents(freshStream(), 0, 2))));
      await store.close();
      expect(new Set((await appending).map(({ outcome }) => outcome))).toEqual(new Set(['committed']));
      await expect(store.append(storedEvents(freshStream(), 0, 1))).rejects.toThrow(StoreUnavailable);
    });
  });

  describe('somebody meddles with the streams', () => {
    it('says that a stream was deleted for good', async () => {
      const stream = await begun();
      await raw.call((client) => client.tombstoneStream(stream));
      await expect(store.append(storedEvents(stream, 2, 1))).rejects.toThrow(`stream ${stream} was deleted in the event store`);
      await expect(store.read(stream)).rejects.toThrow(/was deleted/);
      await expect(open(server.connectionString).append(storedEvents(stream, 0, 1))).rejects.toThrow(/was deleted/);
    });

    it('tells when a deleted stream goes on at other revisions', async () => {
      const stream = await begun();
      await raw.call((client) => client.deleteStream(stream));
      expect(await store.read(stream)).toEqual([]);
      await expect(store.append(storedEvents(stream, 0, 1))).rejects.toThrow(EventsMisplaced);
    });

    it('names an event that is not its own', async () => {
      const stream = await begun();
      await raw.call((client) => client.appendToStream(stream, jsonEvent({ type: 'Alien', data: {} })));
      await expect(store.read(stream)).rejects.toThrow(ForeignEvent);
      await expect(store.read(stream)).rejects.toThrow(`${stream} revision 2`);
    });
  });

  describe('two begin a stream', () => {
    it('lets one case have it, and tells the other', async () => {
      for (let round = 0; round < 20; round += 1) {
        const stream = freshStream();
        const rivals = ['case-a', 'case-b'].map((caseId) => storedEvent(stream, 0, { caseId }));
        const results = await Promise.allSettled(rivals.map((event) => open(server.connectionString).append([event])));
        const winner = results.findIndex(({ status }) => status === 'fulfilled');
        expect(results[winner]).toEqual({ status: 'fulfilled', value: committed });
        expect(results[1 - winner]).toEqual({ status: 'rejected', reason: new CaseBoundToStream(stream) });
        expect(await kept(stream, 0)).toEqual([rivals[winner]]);
      }
    });

    it('knows the case of a stream that others began, at whatever revision', async () => {
      const stream = await begun();
      for (const revision of [0, 1, 2, 3]) {
        const late = open(server.connectionString).append(storedEvents(stream, revision, 1, { caseId: 'case-other' }));
        await expect(late).rejects.toThrow(CaseBoundToStream);
      }
    });
  });

  describe('reading', () => {
    it('goes on when it is slow, and gives up when nothing comes', async () => {
      const stream = freshStream();
      const events = storedEvents(stream, 0, 8);
      await store.append(events);
      server.faults.slowReads(60);
      const hasty = open(server.connectionString, { deadline: 300, attempts: 1 });
      expect(await hasty.read(stream)).toEqual(events);
      server.faults.slowReads(5_000);
      await expect(hasty.read(stream)).rejects.toThrow(/has sent nothing for 300 ms/);
    });

    it('gives the whole stream, though its connection is cut half-way', async () => {
      const stream = freshStream();
      const events = storedEvents(stream, 0, 20);
      await store.append(events);
      server.faults.slowReads(10);
      const reading = store.read(stream);
      const before = server.faults.sent();
      expect(await until(() => server.faults.sent() > before + 3)).toBe(true);
      server.faults.cutConnections();
      server.faults.slowReads(0);
      expect(await reading).toEqual(events);
    });

    it('is not cut short when another call meets a broken server', async () => {
      const stream = freshStream();
      const events = storedEvents(stream, 0, 20);
      await store.append(events);
      server.faults.slowReads(5);
      const reading = store.read(stream);
      const before = server.faults.sent();
      expect(await until(() => server.faults.sent() > before + 3)).toBe(true);
      server.faults.onNextAppends({ kind: 'notReady' }, { kind: 'timeoutAfterCommit' });
      await store.append(storedEvents(freshStream(), 0, 1));
      expect(await reading).toEqual(events);
    });
  });

  it('keeps what was acknowledged when the server is killed', async () => {
    const folder = await temporaryFolder();
    const script = new URL('../../../../test/support/eventstoredb/serve.ts', import.meta.url);
    const serve = (...args: string[]): Script => runScript(script, ['--data', folder.path, ...args]);
    const first = serve();
    const connectionString = await first.nextLine();
    const durable = open(connectionString, { attempts: 8 });
    const acknowledged: StoredEvent[][] = [];
    let writing = true;
    const writers = Array.from({ length: 8 }, async () => {
      while (writing) {
        const events = storedEvents(freshStream(), 0, 2);
        const result = await durable.append(events).catch(() => ({ outcome: 'unavailable' }));
        if (result.outcome === 'committed') acknowledged.push(events);
      }
    });
    expect(await until(() => acknowledged.length > 100)).toBe(true);
    first.process.kill('SIGKILL');
    await first.ended;
    const second = serve('--port', new URL(connectionString).port);
    expect(await second.nextLine()).toBe(connectionString);
    const before = acknowledged.length;
    expect(await until(() => acknowledged.length > before + 50)).toBe(true);
    writing = false;
    await Promise.all(writers);
    for (const events of acknowledged) expect(await durable.read(events[0]?.stream ?? '')).toEqual(events);
    second.process.kill('SIGTERM');
    await second.ended;
    await folder.remove();
  });
});
