import { randomUUID } from 'node:crypto';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import type { WholeSourcedEvent } from '#eventsourcing';
import { drain, follow, freshStream, leafOf, storedEvents } from '#eventsourcing/testing';
import { startEventStoreServer, type EventStoreServer } from '../../../../test/support/eventstoredb/server.ts';
import { until } from '../../../../test/support/until.ts';
import { Connection } from './connection.ts';
import { EventStoreDbEventSource, positionOf, type EventStoreDbEventSourceOptions } from './event-source.ts';
import { EventStoreDbEventStore } from './event-store.ts';
import { ForeignEvent } from './stored-record.ts';

describe('the source over EventStoreDB (on the test server)', () => {
  let server: EventStoreServer;
  let store: EventStoreDbEventStore;
  /** What the store itself never does. */
  let raw: Connection;
  const opened: EventStoreDbEventSource[] = [];

  const open = (options: EventStoreDbEventSourceOptions = {}): EventStoreDbEventSource => {
    const source = new EventStoreDbEventSource(server.connectionString, { firstPause: 5, ...options });
    opened.push(source);
    return source;
  };

  beforeEach(async () => {
    server = await startEventStoreServer();
    store = new EventStoreDbEventStore(server.connectionString);
    raw = new Connection(server.connectionString);
  });

  afterEach(async () => {
    await Promise.all([store.close(), ...opened.splice(0).map((source) => source.close())]);
    await raw.close();
    await server.stop();
  });

  it('takes nothing but its own cursors, and orders them as numbers', () => {
    for (const cursor of ['', '1', '1:', 'a:b', '1:2:3', '-1:2', '0x1:2']) expect(() => positionOf(cursor)).toThrow(TypeError);
    expect(positionOf('18446744073709551615:9007199254740993')).toEqual({ commit: 18446744073709551615n, prepare: 9007199254740993n });
  });

  it('goes on behind 9 to 10, and behind 99 to 100', async () => {
    for (let events = 0; events < 40; events += 1) await store.append(storedEvents(freshStream(), 0, 1));
    const cursors = (await drain(open(), undefined, 3)).map(({ cursor }) => cursor);
    expect(new Set(cursors).size).toBe(40);
    expect([...cursors].sort((one, other) => Number(positionOf(one).commit - positionOf(other).commit))).toEqual(cursors);
    expect([...cursors].sort()).not.toEqual(cursors);
  });

  it('hands over whole events', async () => {
    const events = storedEvents(freshStream(), 0, 3, { sealed: [Buffer.from('sealed'), Buffer.alloc(0)] });
    await store.append(events);
    const [first, ...others] = await open().readAfter(undefined, 10);
    const expected = events.map((event) => ({ ...event, leaf: leafOf(event), cursor: expect.stringMatching(/^\d+:\d+$/) }));
    expect([first, ...others]).toEqual(expected);
    const all: WholeSourcedEvent[] = [];
    for await (const event of open().readAll('lead-', first?.cursor)) all.push(event);
    expect(all).toEqual(expected.slice(1));
  });

  it('passes over what is not in its streams, however much', async () => {
    const [early, late] = [storedEvents(freshStream(), 0, 2), storedEvents(freshStream(), 0, 2)];
    await store.append(early);
    for (let batch = 0; batch < 2; batch += 1) await store.append(storedEvents(freshStream('other'), 0, 600));
    const source = open({ prefix: 'lead-' });
    const [, second] = await source.readAfter(undefined, 2);
    expect(await source.readAfter(second?.cursor, 2)).toEqual([]);
    await store.append(late);
    for (const limit of [1, 50]) expect(await drain(source, second?.cursor, limit)).toMatchObject(late);
    const all: WholeSourcedEvent[] = [];
    for await (const event of source.readAll()) all.push(event);
    expect(all).toMatchObject([...early, ...late]);
  });

  it('passes over the marks of deleted streams, and still gives their events', async () => {
    const [gone, ended, there] = [0, 1, 2].map(() => storedEvents(freshStream(), 0, 1));
    for (const events of [gone, ended]) await store.append(events ?? []);
    await raw.call((client) => client.deleteStream(gone?.[0]?.stream ?? ''));
    await raw.call((client) => client.tombstoneStream(ended?.[0]?.stream ?? ''));
    await store.append(there ?? []);
    expect(await drain(open())).toMatchObject([...(gone ?? []), ...(ended ?? []), ...(there ?? [])]);
  });

  it.each([
    ['an event of others', jsonEvent({ type: 'Alien', data: {} })],
    ['a link', binaryEvent({ type: '$>', data: Buffer.from('0@elsewhere') })],
  ])('stands still at %s in its streams, and names it', async (_, event) => {
    const source = open({ prefix: 'lead-' });
    await raw.call((client) => client.appendToStream('elsewhere', event));
    expect(await drain(source)).toEqual([]);
    await store.append(storedEvents('lead-a', 0, 1));
    await raw.call((client) => client.appendToStream('lead-a', { ...event, id: randomUUID() }));
    await expect(source.readAfter(undefined, 10)).rejects.toThrow(ForeignEvent);
    await expect(source.readAfter(undefined, 10)).rejects.toThrow(/lead-a revision 1, position \d+:\d+ of \$all/);
    expect(await source.readAfter(undefined, 1)).toHaveLength(1);
  });

  it('fails while the server is silent, and goes on from the same cursor', async () => {
    const events = storedEvents(freshStream(), 0, 5);
    await store.append(events);
    const source = open({ silence: 200 });
    server.faults.slowReads(5_000);
    await expect(source.readAfter(undefined, 5)).rejects.toThrow(/has sent nothing for 200 ms/);
    server.faults.slowReads(0);
    expect(await source.readAfter(undefined, 5)).toMatchObject(events);
  });

  it('misses nothing while connections are cut and many write', async () => {
    const source = open();
    const streams = Array.from({ length: 20 }, () => freshStream());
    const writing = Promise.all(
      streams.map(async (stream) => {
        for (let first = 0; first < 30; first += 3) {
          const events = storedEvents(stream, first, 3);
          while ((await store.append(events)).outcome !== 'committed');
          if (first % 9 === 0) server.faults.cutConnections();
        }
      }),
    );
    const persistent = {
      ...source,
      prefix: '',
      readAfter: (cursor: string | undefined, limit: number) => source.readAfter(cursor, limit).catch(() => []),
      onAppended: () => () => undefined,
    };
    const read = await follow(persistent, undefined, 600);
    await writing;
    expect(read.map(({ stream, revision }) => `${stream}@${revision}`).sort()).toEqual(
      streams.flatMap((stream) => Array.from({ length: 30 }, (_, revision) => `${stream}@${revision}`)).sort(),
    );
  });

  describe('its hints', () => {
    /** Counts hints, once the subscription stands. */
    const listening = async (source: EventStoreDbEventSource) => {
      const heard = { hints: 0, stop: () => undefined as void };
      heard.stop = source.onAppended(() => (heard.hints += 1));
      expect(await until(() => heard.hints > 0)).toBe(true);
      return heard;
    };
    const expectHint = async (heard: { hints: number }): Promise<void> => {
      const before = heard.hints;
      await store.append(storedEvents(freshStream(), 0, 1));
      expect(await until(() => heard.hints > before)).toBe(true);
    };

    it('cost nothing while nobody listens', async () => {
      const source = open();
      await source.readAfter(undefined, 1);
      expect(server.faults.subscriptions()).toBe(0);
      const heard = await listening(source);
      heard.stop();
      server.faults.cutConnections();
      const answers = (): Promise<boolean> =>
        source.ping().then(
          () => true,
          () => false,
        );
      for (let asked = 0; asked < 20; asked += 1) await until(answers);
      expect(server.faults.subscriptions()).toBe(1);
      await expectHint(await listening(source));
    });

    it('end at once, even before the subscription stands', async () => {
      const source = open({ silence: 600_000 });
      source.onAppended(() => undefined)();
      source.onAppended(() => undefined);
      await source.close();
      expect(server.faults.subscriptions()).toBe(0);
    });

    it('come by one subscription for all who listen', async () => {
      const source = open();
      const [one, other] = [await listening(source), await listening(open())];
      const third = { hints: 0 };
      source.onAppended(() => (third.hints += 1));
      await Promise.all([one, other, third].map(expectHint));
      expect(server.faults.subscriptions()).toBe(2);
    });

    it('are of the prefix only', async () => {
      const heard = await listening(open({ prefix: 'lead-' }));
      await store.append(storedEvents(freshStream('other'), 0, 1));
      expect(heard.hints).toBe(1);
      await expectHint(heard);
      expect(heard.hints).toBe(2);
    });

    it('go on after the connection was cut', async () => {
      const heard = await listening(open());
      for (let cut = 1; cut <= 3; cut += 1) {
        server.faults.cutConnections();
        expect(await until(() => server.faults.subscriptions() === 1 + cut)).toBe(true);
        await expectHint(heard);
      }
    });

    it('go on after the subscription has silently stood still', async () => {
      const heard = await listening(open({ silence: 200 }));
      server.faults.stallSubscriptions();
      const before = heard.hints;
      await store.append(storedEvents(freshStream(), 0, 1));
      expect(await until(() => heard.hints > before)).toBe(true);
      expect(server.faults.subscriptions()).toBeGreaterThan(1);
    });

    it('go on when the server comes back', async () => {
      const heard = await listening(open());
      const { port } = server;
      await server.stop();
      const before = heard.hints;
      server = await startEventStoreServer({ port });
      expect(await until(() => heard.hints > before)).toBe(true);
      await expectHint(heard);
    });
  });
});
