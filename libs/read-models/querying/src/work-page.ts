import type { Page } from './keyset.ts';
import { decodePlace, encodePlace, inOrder, type Place } from './work-order.ts';

/** Things are looked at closely so many at a time, until a page is full. */
const atATime = 100;

/** Which page of a worklist is asked for. */
export interface Wanted {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/**
 * A page of what is in its place already. `lookAt` tells what some of them are, closely; nothing of one that is not asked for after all. What
 * changed since it was placed is shown as it is now, where it stood. Throws the problem of a cursor that no answer gave.
 */
export const pageOfWork = async <P extends Place, W>(
  places: readonly P[],
  { limit, cursor }: Wanted,
  lookAt: (some: readonly P[]) => Promise<readonly (W | undefined)[]>,
): Promise<Page<W>> => {
  const after = decodePlace(cursor);
  const ahead = places.filter((place) => !after || inOrder(after, place) < 0).toSorted(inOrder);
  const found: { readonly place: P; readonly work: W }[] = [];
  for (let from = 0; from < ahead.length && found.length <= limit; from += atATime) {
    const some = ahead.slice(from, from + atATime);
    const seen = await lookAt(some);
    some.forEach((place, at) => {
      const work = seen[at];
      if (work !== undefined) found.push({ place, work });
    });
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(({ work }) => work), next: found.length > limit && last ? encodePlace(last.place) : null };
};
