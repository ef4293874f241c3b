import { isNativeError } from 'node:util/types';
import { HttpException } from '@nestjs/common';
import {
  CaseBoundToStream,
  DocumentDiffers,
  DocumentEmpty,
  DocumentTooLarge,
  KeyErased,
  LostRace,
  OutcomeUnknown,
  StoreUnavailable,
} from '#eventsourcing';
import { NotIJson } from '../i-json.ts';
import { IdentityUnavailable, TokenRefused } from '../identity/identity-provider.ts';
import { problem, ProblemError, type Problem, type ProblemCode } from '../problem.ts';

const soon = { headers: { 'retry-after': '1' } };
const later = { headers: { 'retry-after': '5' } };

const byStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed',
  401: 'unauthenticated',
  403: 'denied',
  404: 'notFound',
  405: 'methodNotAllowed',
  406: 'notAcceptable',
  408: 'timedOut',
  409: 'conflict',
  413: 'tooLarge',
  414: 'uriTooLong',
  415: 'unsupportedMediaType',
  429: 'tooManyRequests',
  431: 'headersTooLarge',
  503: 'unavailable',
};

/** The answer to whatever was thrown. What is not foreseen is `internal`, and its cause stays in the log. */
export const problemOf = (error: unknown): Problem =>
  known(error) ??
  ofProtocol(error) ??
  (isUnreachable(error) ? unreachable : problem('internal', 'The error was logged under the correlation id.'));

const unreachable = problem('unavailable', 'The database cannot be reached or cannot write at the moment.', later);

const known = (error: unknown): Problem | undefined => {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof NotIJson)
    return problem('malformed', error.message, { members: { errors: [{ field: error.path, message: error.reason }] } });
  if (error instanceof TokenRefused)
    return problem('unauthenticated', `${error.reason}.`, { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
  if (error instanceof IdentityUnavailable) return problem('unavailable', `${error.message}.`, later);
  return ofStore(error) ?? ofDocument(error);
};

const ofStore = (error: unknown): Problem | undefined => {
  if (error instanceof OutcomeUnknown)
    return problem('outcomeUnknown', 'Whether the command was committed is not known. Retry with the same Idempotency-Key.', soon);
  if (error instanceof LostRace)
    return problem('lostRace', 'Others kept changing the same thing. Retry with the same Idempotency-Key.', soon);
  if (error instanceof StoreUnavailable) return unreachable;
  if (error instanceof CaseBoundToStream) return problem('conflict', 'This belongs to another case.');
  if (error instanceof KeyErased)
    return problem('conflict', 'The data of this person were erased; nothing can be recorded about them any more.', {
      members: { reason: 'PersonErased', liftedBy: ['name another person'] },
    });
  return undefined;
};

const ofDocument = (error: unknown): Problem | undefined => {
  if (error instanceof DocumentTooLarge)
    return problem('tooLarge', `A document may have at most ${error.limit} bytes.`, { members: { limit: error.limit } });
  if (error instanceof DocumentEmpty) return problem('malformed', 'The document has no bytes.');
  if (error instanceof DocumentDiffers)
    return problem('malformed', 'The bytes that came are not those that were announced; nothing was kept.', {
      members: { announced: error.announced, received: error.received },
    });
  return undefined;
};

/** Errors of the HTTP layer: those of the framework, and those of the server below it. */
const ofProtocol = (error: unknown): Problem | undefined => {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  const code = typeof status === 'number' ? byStatus[status] : undefined;
  return code && problem(code, told(code, error));
};

const told = (code: ProblemCode, error: unknown): string => {
  if (code === 'unsupportedMediaType') return 'The body must be application/json.';
  if (code === 'tooLarge') return 'The body may have at most 1 MiB.';
  return isNativeError(error) ? error.message : 'The request cannot be served.';
};

const networkFailure = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH)$/;
/** Connection lost, shutting down, out of resources, read-only. */
const databaseFailure = /^(08...|57P0.|53...|25006|58030)$/;
const lostConnection = /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

const isUnreachable = (error: unknown): boolean => {
  if (!isNativeError(error)) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  const named = typeof code === 'string' && (networkFailure.test(code) || databaseFailure.test(code));
  return named || lostConnection.test(error.message) || (driverError !== error && isUnreachable(driverError));
};
