import type { SourceCursor } from '#eventsourcing';
import type { LedgerState } from './ledger-store.port.ts';
import type { VerificationSource } from './verification.port.ts';
import { comparePlaces, type Report } from './verify-rows.ts';

/** How far a verification goes, in the ledger and in the store. */
export interface Extent {
  readonly size: number;
  readonly until: SourceCursor | undefined;
}

/** So many rows may be gone and are still counted one by one; a size beyond that was made up, and nobody shall wait for it. */
const goneAtMost = 100_000;

const later = async (source: VerificationSource, one?: SourceCursor, other?: SourceCursor): Promise<SourceCursor | undefined> => {
  const place = one === undefined ? undefined : await source.placeOf(one);
  const otherPlace = other === undefined ? undefined : await source.placeOf(other);
  if (!place) return otherPlace && other;
  return otherPlace && comparePlaces(place, otherPlace) < 0 ? other : one;
};

/**
 * What the head says, or more, if the event that it names as the last one or the last row stands further on: a head that was changed
 * hides nothing.
 */
export const extentOf = async (source: VerificationSource, { cursor, frontier }: LedgerState, report: Report): Promise<Extent> => {
  const stated = frontier.size;
  const counted = cursor === undefined ? 0 : await source.sizeAt(cursor);
  const size = Math.min(Math.max(counted ?? 0, stated, 0), (await source.rowsAtMost()) + goneAtMost);
  if (counted === stated && size === stated) return { size, until: cursor };
  const last = await source.lastRow(size);
  const found = counted || (last?.size ?? 0);
  if (found !== stated) report({ kind: 'sizeWrong', stated, counted: found });
  return { size, until: await later(source, cursor, last?.cursor) };
};
