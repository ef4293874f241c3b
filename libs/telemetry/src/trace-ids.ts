import { createHash } from 'node:crypto';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const digits = /^[0-9a-f]{32}$/;
const nothing = /^0+$/;

const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The trace that a correlation id stands for, the same in every process: its own digits when it is a UUID or 32 of them, else its hash's first. */
export const traceIdOf = (correlationId: string): string => {
  const id = correlationId.toLowerCase();
  if (!uuid.test(id) && !digits.test(id)) return hashOf(correlationId).slice(0, 32);
  const traceId = id.replaceAll('-', '');
  return nothing.test(traceId) ? hashOf(correlationId).slice(0, 32) : traceId;
};

/** The span under which the events of a command are appended. */
export const appendSpanOf = (commandId: string): string => hashOf(commandId).slice(0, 16);

/** The span under which an event gets its place in the ledger: its leaf is a hash already, of all that is unique about it. */
export const sequenceSpanOf = (leaf: Buffer): string => leaf.toString('hex', 0, 8);
