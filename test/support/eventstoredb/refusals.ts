import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import wellKnown from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { Expected } from './event-log.ts';

const refusal = (code: status, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const notReady = (): ServiceError => refusal(status.UNAVAILABLE, 'Server Is Not Ready');

export const timedOut = (): ServiceError => refusal(status.ABORTED, 'Operation timed out: Commit timeout.');

export const notLeader = ({ host, port }: { readonly host: string; readonly port: number }): ServiceError =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const streamDeleted = (stream: string): ServiceError =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

export const invalidTransaction = (): ServiceError =>
  refusal(status.INVALID_ARGUMENT, 'Append failed due to an invalid transaction.', { exception: 'invalid-transaction' });

export const tooLarge = (limit: number): ServiceError =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

const asNumber = (expected: Expected): number =>
  typeof expected === 'number' ? expected : { any: -2, no_stream: -1, stream_exists: -4 }[expected];

export const wrongExpectedVersion = (stream: string, expected: Expected, current: number | undefined): ServiceError =>
  refusal(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(asNumber(expected)),
    'actual-version': String(current ?? -1),
  });

const packed = (message: { serializeBinary(): Uint8Array }, name: string): Status => {
  const details = new wellKnown.Any();
  details.pack(message.serializeBinary(), name);
  const answer = new statuses.Status();
  answer.setDetails(details);
  return answer;
};

/** What a batch append answers in its stream rather than by ending it. */
export const wrongExpectedVersionStatus = (expected: Expected, current: number | undefined): Status => {
  const wrong = new shared.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new empty.Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (typeof expected === 'number') wrong.setExpectedStreamPosition(String(expected));
  else if (expected === 'any') wrong.setExpectedAny(new empty.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new empty.Empty());
  else wrong.setExpectedStreamExists(new empty.Empty());
  return packed(wrong, 'event_store.client.WrongExpectedVersion');
};

export const streamDeletedStatus = (stream: string): Status => {
  const deleted = new shared.StreamDeleted();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  deleted.setStreamIdentifier(identifier);
  return packed(deleted, 'event_store.client.StreamDeleted');
};

export const unknownStatus = (): Status => packed(new shared.Unknown(), 'event_store.client.Unknown');
