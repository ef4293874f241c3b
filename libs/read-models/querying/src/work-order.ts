import type { Instant } from '#eventsourcing';
import { invalid } from '#platform';

/** Where something stands in a worklist: what is due first comes first, so what is overdue comes before all else; what is never due comes last. */
export interface Place {
  readonly dueAt: Instant | null;
  /** Ledger index of the thing's first event, which no two things share. */
  readonly index: number;
}

/** After every instant, as text. */
const never = '~';

export const inOrder = (one: Place, other: Place): number => {
  const [first, second] = [one.dueAt ?? never, other.dueAt ?? never];
  return first === second ? one.index - other.index : Number(first > second) || -1;
};

/** A place does not depend on the time at which one looks, so that a page goes on where the one before it ended. */
export const encodePlace = ({ dueAt, index }: Place): string => Buffer.from(`${dueAt ?? never} ${index}`, 'utf8').toString('base64url');

/** Throws the problem of a cursor that no answer gave. */
export const decodePlace = (cursor: string | undefined): Place | undefined => {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, dueAt, index] = /^(~|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\d{1,15})$/.exec(text) ?? [];
  if (dueAt === undefined || index === undefined) throw invalid([{ field: 'cursor', message: 'must be `next` as an answer gave it' }]);
  return { dueAt: dueAt === never ? null : dueAt, index: Number(index) };
};
