import {
  AccessDeniedError,
  InvalidArgumentError,
  InvalidTransactionError,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { StoreUnavailable, type StreamId } from '#eventsourcing';

/** Nothing has come from the server for too long. */
export class ServerSilent extends Error {
  override readonly name = 'ServerSilent';
}

/**
 * What an error says about a call. `unsent`: no server took it on, and another attempt may find one that does. `refused`: a server did not
 * want it, and never will. `lost`: nobody can tell from here whether it was carried out.
 */
export type Failure = 'conflict' | 'absent' | 'deleted' | 'refused' | 'unsent' | 'lost';

/** gRPC status codes: invalid argument, permission denied, message too large, failed precondition, unimplemented, unauthenticated. */
const refusals = new Set([3, 7, 8, 9, 12, 16]);

/** How the details of UNAVAILABLE begin when no server has begun anything. What is not listed counts as lost. */
const beforehand =
  /^(No connection established|Name resolution failed|Channel closed before call started|Server Is Not Ready|Server Is Too Busy)/;

const ofStatus = ({ code, details = '' }: { readonly code?: number | undefined; readonly details?: string | undefined }): Failure => {
  if (code !== undefined && refusals.has(code)) return 'refused';
  return beforehand.test(details) ? 'unsent' : 'lost';
};

/** Errors that the client has a class for. The server calls it an invalid transaction when only a part of an append is repeated. */
const known: readonly (readonly [abstract new (...parameters: never[]) => Error, Failure])[] = [
  [WrongExpectedVersionError, 'conflict'],
  [InvalidTransactionError, 'conflict'],
  [StreamNotFoundError, 'absent'],
  [StreamDeletedError, 'deleted'],
  [NotLeaderError, 'unsent'],
  [AccessDeniedError, 'refused'],
  [MaxAppendSizeExceededError, 'refused'],
  [InvalidArgumentError, 'refused'],
];

export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof Error)) return 'lost';
  const [, failure] = known.find(([kind]) => error instanceof kind) ?? [];
  if (failure) return failure;
  if (isCommandError(error)) return ofStatus({ code: error.code, details: error._raw?.details });
  return error.message.startsWith('Failed to discover') ? 'unsent' : 'lost';
};

const plainly = (error: unknown): string => {
  if (error instanceof AccessDeniedError) return 'the event store did not accept the user';
  if (error instanceof MaxAppendSizeExceededError) return `the event store takes at most ${error.maxAppendSize} bytes in one append`;
  if (error instanceof NotLeaderError) return 'the event store has no leader that answers';
  return failureOf(error) === 'refused' ? 'the event store refused it' : 'the event store cannot be reached';
};

/** Certainly nothing came of it; says why in plain words. */
export const unavailable = (error: unknown, effect = 'nothing was written'): StoreUnavailable =>
  new StoreUnavailable(`${plainly(error)}; ${effect} (${error instanceof Error ? error.message : String(error)})`, { cause: error });

/** Nothing here ever deletes a stream. */
export const deleted = (stream: StreamId, error: unknown): StoreUnavailable =>
  new StoreUnavailable(`stream ${stream} was deleted in the event store, for good: it can be neither read nor written`, { cause: error });
