import type { SourceCursor } from '#eventsourcing';
import type { Place } from '#ledger';
import { positionOf } from './event-source.ts';

const positionIn = (cursor: SourceCursor) => {
  try {
    return positionOf(cursor);
  } catch {
    return undefined;
  }
};

/**
 * Where a cursor stands in `$all`, for verification; nothing when it is none. Positions are offsets in bytes: one that a number does not
 * hold exactly was made up.
 */
export const placeOf = (cursor: SourceCursor): Place | undefined => {
  const position = positionIn(cursor);
  if (!position) return undefined;
  const [transaction, place] = [Number(position.commit), Number(position.prepare)];
  return Number.isSafeInteger(transaction) && Number.isSafeInteger(place) ? { epoch: 0, transaction, position: place } : undefined;
};
