import type { CaseId, StoredEvent, StreamId } from './message.ts';

/** What one append states beside its bytes. */
export interface Appendable {
  readonly stream: StreamId;
  readonly caseId: CaseId;
  /** Revision of the first event. */
  readonly first: number;
}

/** The events given to an append are not one decision's: a bug of the caller. Nothing was written. */
export class MalformedAppend extends Error {
  override readonly name = 'MalformedAppend';
}

const identifier = /^[A-Za-z0-9._-]{1,200}$/;
const lastRevision = 2 ** 31 - 1;

const requireIdentifier = (what: string, id: string): void => {
  if (!identifier.test(id))
    throw new MalformedAppend(`${JSON.stringify(id)} is not a ${what}: ASCII letters, digits, - _ . and at most 200 of them`);
};

const requireSuccessor = (event: StoredEvent, { stream, caseId, first }: Appendable, ordinal: number): void => {
  if (event.stream !== stream) throw new MalformedAppend(`one append is to one stream: ${stream} or ${event.stream}`);
  if (event.caseId !== caseId) throw new MalformedAppend(`one append to ${stream} is of one case: ${caseId} or ${event.caseId}`);
  if (event.revision !== first + ordinal)
    throw new MalformedAppend(`${stream} at ${event.revision} does not follow ${first + ordinal - 1}`);
};

/** What every store checks before it writes: one stream, one case, consecutive revisions. Throws {@link MalformedAppend}. */
export const appendable = (events: readonly StoredEvent[]): Appendable => {
  const [head] = events;
  if (!head) throw new MalformedAppend('an append needs an event');
  const { stream, caseId, revision: first } = head;
  requireIdentifier('stream', stream);
  requireIdentifier('case', caseId);
  if (!Number.isInteger(first) || first < 0 || first + events.length - 1 > lastRevision)
    throw new MalformedAppend(`${stream} cannot have revision ${first}`);
  const whole = { stream, caseId, first };
  events.forEach((event, ordinal) => requireSuccessor(event, whole, ordinal));
  return whole;
};
