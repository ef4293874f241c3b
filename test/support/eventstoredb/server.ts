import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { DeleteReq, TombstoneReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { handleAppend, handleBatchAppend } from './appends.ts';
import type { Expected } from './event-log.ts';
import { FaultState, type Faults } from './faults.ts';
import { openJournal } from './journal.ts';
import { handleRead } from './reads.ts';
import { streamDeleted, wrongExpectedVersion } from './refusals.ts';
import { Writer } from './writer.ts';

export interface EventStoreServerOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** A folder for its journal; without one it forgets everything when it stops. */
  readonly dataDir?: string;
  /** As `MaxAppendSize` of a real server; default the largest that such a server takes. */
  readonly maxAppendBytes?: number;
}

/** A server that speaks the protocol of EventStoreDB. */
export interface EventStoreServer {
  readonly connectionString: string;
  readonly port: number;
  readonly faults: Faults;
  stop(): Promise<void>;
}

const largestMessage = 17 * 1024 * 1024;

const supportedMethods = (_: unknown, answer: sendUnaryData<SupportedMethods>): void => {
  const supported = new features.SupportedMethods();
  supported.setEventStoreServerVersion('0.0.0-dealtrail-test');
  supported.setMethodsList(
    ['read', 'append', 'batchappend', 'delete', 'tombstone'].map((name) => {
      const method = new features.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      return method;
    }),
  );
  answer(null, supported);
};

/** A cluster of which one member is known: the leader. */
const clusterOf =
  (leaderPort: () => number) =>
  (_: unknown, answer: sendUnaryData<ClusterInfo>): void => {
    const place = new gossip.EndPoint();
    place.setAddress('127.0.0.1');
    place.setPort(leaderPort());
    const member = new gossip.MemberInfo();
    member.setHttpEndPoint(place);
    member.setIsAlive(true);
    member.setState(gossip.MemberInfo.VNodeState.LEADER);
    const cluster = new gossip.ClusterInfo();
    cluster.setMembersList([member]);
    answer(null, cluster);
  };

type Deletion = DeleteReq | TombstoneReq;

const expectedOf = (options: DeleteReq.Options | TombstoneReq.Options | undefined): Expected => {
  if (options?.hasNoStream()) return 'no_stream';
  if (options?.hasStreamExists()) return 'stream_exists';
  return options?.hasRevision() ? Number(options.getRevision()) : 'any';
};

const handleDeletion =
  <Q extends Deletion, R>(writer: Writer, kind: 'delete' | 'tombstone', reply: () => R) =>
  (call: ServerUnaryCall<Q, R>, answer: sendUnaryData<R>): void => {
    const options = call.request.getOptions();
    const stream = Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()).toString();
    const expected = expectedOf(options);
    void writer
      .write((log) => log.delete(kind, stream, expected, Date.now()))
      .then((written) => {
        if (written.kind === 'written') answer(null, reply());
        else if (written.kind === 'wrong') answer(wrongExpectedVersion(stream, expected, written.current));
        else answer(streamDeleted(stream));
      });
  };

/** Connections by the address of their other end, as calls name it. */
const connections = () => {
  const sockets = new Map<string, Socket>();
  return {
    add: (socket: Socket): void => {
      const peer = `${socket.remoteAddress}:${socket.remotePort}`;
      sockets.set(peer, socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(peer));
    },
    cut: (peer: string): void => void sockets.get(peer)?.destroy(),
    cutAll: (): void => [...sockets.values()].forEach((socket) => socket.destroy()),
  };
};

/**
 * Serves streams on a loopback address: append (single and batched), reads of a stream and of `$all` both ways, filtered subscriptions,
 * deletion, and the faults that a test asks for. It is built on the service definitions that the client ships, and on the documented rules
 * for expected revisions, idempotence and `$all`.
 *
 * Not verified against a real server: the exact texts of refusals, when checkpoints come, what `ANY` does in all its cases, positions
 * after a repeated append, scavenging, stream metadata beyond deletion, access control, TLS, clusters and elections. Filters are regular
 * expressions of JavaScript, not of .NET. It holds everything in memory.
 */
export const startEventStoreServer = async (options: EventStoreServerOptions = {}): Promise<EventStoreServer> => {
  const { dataDir, port = 0, maxAppendBytes = 16 * 1024 * 1024 } = options;
  const { records, journal } = dataDir === undefined ? { records: [], journal: undefined } : await openJournal(dataDir);
  const faults = new FaultState();
  const writer = new Writer(records, journal, () => faults.gate());
  const { add, cut, cutAll } = connections();
  const grpc = new Server({ 'grpc.max_receive_message_length': largestMessage, 'grpc.max_send_message_length': -1 });
  const appends = { writer, faults, maxAppendBytes, cut };
  grpc.addService(ServerFeaturesService, { getSupportedMethods: supportedMethods });
  grpc.addService(StreamsService, {
    read: handleRead({ writer, faults }),
    append: handleAppend(appends),
    batchAppend: handleBatchAppend(appends),
    delete: handleDeletion(writer, 'delete', () => new streams.DeleteResp()),
    tombstone: handleDeletion(writer, 'tombstone', () => new streams.TombstoneResp()),
  });
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    add(socket);
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => void listener.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = listener.address() as AddressInfo;
  grpc.addService(GossipService, { read: clusterOf(() => faults.leaderPort ?? address.port) });
  return {
    connectionString: `esdb://127.0.0.1:${address.port}?tls=false`,
    port: address.port,
    faults: faults.controls({ cutConnections: cutAll, waiting: () => writer.waiting }),
    stop: async () => {
      const closed = new Promise((resolve) => void listener.close(resolve));
      cutAll();
      grpc.forceShutdown();
      await closed;
      await writer.close();
    },
  };
};
