import { randomUUID } from 'node:crypto';
import type { Instant } from '#eventsourcing';
import { earliestBusinessTime } from '#rules';
import { invalid } from './problem.ts';
import { asUuid, traceParentOf } from './traceparent.ts';

const visibleAscii = /^[\x21-\x7e]{1,200}$/;
const quotedRevision = /^"(-1|0|[1-9]\d{0,14})"$/;
const correlation = /^[A-Za-z0-9._:-]{1,100}$/;

/** Required on every command: 1 to 200 visible ASCII characters. */
export const idempotencyKeyOf = (header: string | string[] | undefined): string => {
  if (header === undefined) throw invalid([{ field: 'Idempotency-Key', message: 'this header is required on every command' }]);
  if (typeof header !== 'string' || !visibleAscii.test(header))
    throw invalid([{ field: 'Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' }]);
  return header;
};

/** The state revision that the caller saw, from `If-Match: "<revision>"`. */
export const ifMatchOf = (header: string | string[] | undefined): number | undefined => {
  if (header === undefined) return undefined;
  const [, revision] = (typeof header === 'string' && quotedRevision.exec(header)) || [];
  if (revision === undefined)
    throw invalid([{ field: 'If-Match', message: 'must be one entity tag as an answer gave it, for example "3"' }]);
  return Number(revision);
};

export const etagOf = (stateRevision: number): string => `"${stateRevision}"`;

/** The caller's, if it can stand in an event; else the id of the caller's trace, so that the events belong to it; else a new one. */
export const correlationIdOf = (header: string | string[] | undefined, traceparent?: string | string[]): string => {
  if (typeof header === 'string' && correlation.test(header)) return header;
  const caller = traceParentOf(traceparent);
  return caller ? asUuid(caller.traceId) : randomUUID();
};

/** Business time: never later than now, and never before {@link earliestBusinessTime}. */
export const occurredAtOf = (given: Instant | undefined, now: Instant): Instant | undefined => {
  if (given !== undefined && given > now) throw invalid([{ field: 'occurredAt', message: `must not be in the future; it is ${now} here` }]);
  if (given !== undefined && given < earliestBusinessTime)
    throw invalid([{ field: 'occurredAt', message: `must not be before ${earliestBusinessTime}` }]);
  return given;
};
