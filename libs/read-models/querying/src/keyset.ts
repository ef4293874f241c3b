import { invalid } from '#platform';

/** One page of a list; `next` asks for the page after it, null on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Pages go by a ledger index, which no two rows share: no row is missed or shown twice, however many rows have the same time. */
export const encodeCursor = (index: number): string => Buffer.from(`i${index}`, 'utf8').toString('base64url');

/** Throws the problem of a cursor that no answer gave. */
export const decodeCursor = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return undefined;
  const [, index] = /^i(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (index === undefined) throw invalid([{ field: 'cursor', message: 'must be `next` as an answer gave it' }]);
  return Number(index);
};

/** A page of `limit` from rows that were read one further. */
export const pageOf = <T>(rows: readonly T[], limit: number, indexOf: (row: T) => number): Page<T> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor(indexOf(last)) : null };
};
