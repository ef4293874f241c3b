import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  streamNameFilter,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type AllStreamSubscription,
  type Position,
} from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { credentials, status } from '@grpc/grpc-js';
import { temporaryFolder, type TemporaryFolder } from '../test-server.ts';
import { until } from '../until.ts';
import { identifierOf } from './read-replies.ts';
import { startEventStoreServer, type EventStoreServer, type EventStoreServerOptions } from './server.ts';

const event = (name: string) => binaryEvent({ type: 'Named', data: Buffer.from(name) });

/** By the client as it comes, so also by its batch call. */
describe('the test server for EventStoreDB', () => {
  let server: EventStoreServer;
  let client: EventStoreDBClient;
  let folder: TemporaryFolder;

  const start = async (options: EventStoreServerOptions = {}): Promise<void> => {
    server = await startEventStoreServer({ dataDir: folder.path, ...options });
    client = EventStoreDBClient.connectionString(server.connectionString);
  };
  const stop = async (): Promise<void> => {
    await client.dispose();
    await server.stop();
  };
  const namesIn = async (stream: string, options = {}): Promise<string[]> => {
    const names: string[] = [];
    for await (const { event: found } of client.readStream(stream, options)) names.push(Buffer.from(found?.data as Uint8Array).toString());
    return names;
  };
  const everything = async (options = {}): Promise<{ stream: string; position: Position }[]> => {
    const all: { stream: string; position: Position }[] = [];
    for await (const { event: found } of client.readAll(options)) if (found) all.push({ stream: found.streamId, position: found.position });
    return all;
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    await start();
  });
  afterEach(async () => {
    await stop();
    await folder.remove();
  });

  describe.each([
    ['batched', {}],
    ['single', { credentials: { username: 'u', password: 'p' } }],
  ])('appending in %s calls', (_, call) => {
    const append = (names: readonly ReturnType<typeof event>[], expectedRevision: bigint | 'any' | 'no_stream' | 'stream_exists') =>
      client.appendToStream('s', [...names], { expectedRevision, ...call });

    it('holds a stream to the revision that is expected', async () => {
      await expect(append([event('a')], 0n)).rejects.toThrow(WrongExpectedVersionError);
      await expect(append([event('a')], STREAM_EXISTS)).rejects.toThrow(WrongExpectedVersionError);
      expect(await append([event('a'), event('b')], NO_STREAM)).toMatchObject({ success: true, nextExpectedRevision: 1n });
      await expect(append([event('c')], NO_STREAM)).rejects.toMatchObject({ actualVersion: 1n, expectedVersion: NO_STREAM });
      await expect(append([event('c')], 0n)).rejects.toMatchObject({ actualVersion: 1n, expectedVersion: 0n });
      await append([event('c')], 1n);
      await append([event('d')], STREAM_EXISTS);
      await append([event('e')], ANY);
      expect(await namesIn('s')).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('takes a repetition at its own revision for success, whatever its bytes, and at a newer one writes it again', async () => {
      const [a, b, c] = [event('a'), event('b'), event('c')];
      await append([a, b], NO_STREAM);
      await append([c], 1n);
      expect(await append([a, b], NO_STREAM)).toMatchObject({ success: true, nextExpectedRevision: 1n });
      expect(await append([{ ...c, data: Buffer.from('other') }], 1n)).toMatchObject({ success: true, nextExpectedRevision: 2n });
      await expect(append([b, c], NO_STREAM)).rejects.toThrow(WrongExpectedVersionError);
      await expect(append([a, event('x')], NO_STREAM)).rejects.not.toThrow(WrongExpectedVersionError);
      await append([c], 2n);
      expect(await namesIn('s')).toEqual(['a', 'b', 'c', 'c']);
    });
  });

  it('writes nothing of an append that was broken off', async () => {
    const other = new StreamsClient(`127.0.0.1:${server.port}`, credentials.createInsecure());
    const options = new streams.AppendReq.Options().setStreamIdentifier(identifierOf('s')).setNoStream(new shared.Empty());
    const message = new streams.AppendReq.ProposedMessage().setId(new shared.UUID().setString(randomUUID()));
    const broken = new Promise((resolve) => {
      const call = other.append(resolve);
      call.write(new streams.AppendReq().setOptions(options));
      call.write(new streams.AppendReq().setProposedMessage(message));
    });
    const read = new streams.ReadReq.Options().setAll(new streams.ReadReq.Options.AllOptions().setStart(new shared.Empty())).setCount('1');
    await once(other.read(new streams.ReadReq().setOptions(read)).resume(), 'end'); // it has come behind those two
    server.faults.cutConnections();
    expect(await broken).toMatchObject({ code: status.UNAVAILABLE });
    other.close();
    const later = EventStoreDBClient.connectionString(server.connectionString);
    await later.appendToStream('t', event('t'));
    expect((await everything()).map(({ stream }) => stream)).toEqual(['$settings', 't']);
    await later.dispose();
  });

  it('reads a stream both ways, from anywhere', async () => {
    await client.appendToStream('s', ['a', 'b', 'c', 'd'].map(event));
    expect(await namesIn('s', { fromRevision: 2n })).toEqual(['c', 'd']);
    expect(await namesIn('s', { fromRevision: 9n })).toEqual([]);
    expect(await namesIn('s', { maxCount: 2 })).toEqual(['a', 'b']);
    expect(await namesIn('s', { direction: BACKWARDS, fromRevision: END, maxCount: 2 })).toEqual(['d', 'c']);
    expect(await namesIn('s', { direction: BACKWARDS, fromRevision: 1n })).toEqual(['b', 'a']);
    await expect(namesIn('t')).rejects.toThrow(StreamNotFoundError);
  });

  it('reads everything both ways, beginning with the event at a position', async () => {
    for (const stream of ['s', 't', 'u']) await client.appendToStream(stream, event(stream));
    const all = await everything();
    expect(all.map(({ stream }) => stream)).toEqual(['$settings', 's', 't', 'u']);
    const fromPosition = all[2]?.position;
    expect(await everything({ fromPosition })).toEqual(all.slice(2));
    expect(await everything({ fromPosition, direction: BACKWARDS })).toEqual(all.slice(0, 2).reverse());
    expect(await everything({ fromPosition: END, direction: BACKWARDS, maxCount: 1 })).toEqual(all.slice(3));
    expect(await everything({ fromPosition: START, maxCount: 1 })).toEqual(all.slice(0, 1));
  });

  it('feeds a filtered subscription from behind its position, and tells how far it has looked', async () => {
    for (const stream of ['a-1', 'b-1', 'a-2']) await client.appendToStream(stream, event(stream));
    const [, first] = await everything();
    const [seen, checkpoints]: [string[], bigint[]] = [[], []];
    const checkpointReached = async (_: AllStreamSubscription, { commit }: Position): Promise<void> => void checkpoints.push(commit);
    const filter = streamNameFilter({ prefixes: ['a-'], maxSearchWindow: 2, checkpointReached });
    const subscription = client.subscribeToAll({ fromPosition: first?.position ?? START, filter });
    subscription.on('data', ({ event: found }) => void seen.push(found?.streamId ?? ''));
    expect(await until(() => seen.length === 1)).toBe(true);
    for (const stream of ['b-2', 'a-3', 'b-3', 'b-4']) await client.appendToStream(stream, event(stream));
    expect(await until(() => checkpoints.length === 3)).toBe(true);
    expect(seen).toEqual(['a-2', 'a-3']);
    const positions = (await everything()).map(({ position }) => position.commit);
    expect(checkpoints).toEqual([positions[3], positions[5], positions[7]]);
    await subscription.unsubscribe();
  });

  it('is the same after a restart, without what was cut off at the end of its journal', async () => {
    await client.appendToStream('s', ['a', 'b'].map(event));
    await client.appendToStream('t', event('c'));
    await client.deleteStream('t');
    const before = await everything();
    await stop();
    appendFileSync(join(folder.path, 'journal'), Buffer.from([0, 0, 1, 0, 1, 2, 3]));
    await start();
    expect(await everything()).toEqual(before);
    await client.appendToStream('s', event('d'), { expectedRevision: 1n });
    await stop();
    await start();
    expect(await namesIn('s')).toEqual(['a', 'b', 'd']);
    await expect(namesIn('t')).rejects.toThrow(StreamNotFoundError);
  });
});
