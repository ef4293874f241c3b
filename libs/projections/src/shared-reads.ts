import type { LedgerEvent, LedgerReader, SequencedEvent, StreamId } from '#eventsourcing';
import type { Decode } from './batch.ts';

interface Reading {
  readonly from: number;
  readonly limit: number;
  readonly events: Promise<readonly SequencedEvent[]>;
  /** Once they are there. */
  found?: readonly SequencedEvent[];
}

/** A ledger whose followers share what is read from it. */
export interface SharedLedger extends LedgerReader {
  /** Followers need not read these; consecutive, sequenced, at least one. */
  readonly hand: (events: readonly SequencedEvent[]) => void;
}

/** Events kept for those who come later; more than a few steps of the relay. */
const MOST_KEPT = 4_000;
/** Readings kept; each that is looked for is looked for among all of them. */
const MOST_READINGS = 32;

/**
 * Readings of late, from the oldest on: those who follow the ledger at different paces ask for the same events within a moment, each from
 * another place.
 */
const readings = () => {
  const kept: Reading[] = [];
  const isThere = ({ from, found }: Reading, place: number): boolean =>
    from === place || (found !== undefined && from < place && place < from + found.length);

  const forget = (reading: Reading): void => {
    const at = kept.indexOf(reading);
    if (at >= 0) kept.splice(at, 1);
  };

  const trim = (): void => {
    let events = kept.reduce((sum, { found }) => sum + (found?.length ?? 0), 0);
    while (events > MOST_KEPT || kept.length > MOST_READINGS) events -= kept.shift()?.found?.length ?? 0;
  };

  return {
    /** Of an event that is there. */
    indexOf: (stream: StreamId, revision: number): number | undefined => {
      for (const { found = [] } of kept)
        for (const event of found) if (event.revision === revision && event.stream === stream) return event.index;
      return undefined;
    },
    /** The latest one that has the event at that index, or has asked for it. */
    at: (place: number): Reading | undefined => kept.findLast((reading) => isThere(reading, place)),
    add: (from: number, limit: number, events: Promise<readonly SequencedEvent[]>): Reading => {
      const reading: Reading = { from, limit, events };
      kept.push(reading);
      events.then(
        (found) => {
          reading.found = found;
          // That there was nothing holds for no moment but its own: another process may have made the ledger grow, which is heard of late.
          if (found.length === 0) forget(reading);
          trim();
        },
        () => forget(reading),
      );
      return reading;
    },
    /** All that there was. */
    given: (found: readonly SequencedEvent[]): void => {
      kept.push({ from: found[0]!.index, limit: Infinity, events: Promise.resolve(found), found });
      trim();
    },
  };
};

/**
 * The same ledger, for several followers of one process: what one has read, the others need not read again. One event alone is always
 * looked up: whoever asks for it wants to know what the ledger says now.
 */
export const sharedReads = (ledger: LedgerReader): SharedLedger => {
  const known = readings();
  let size = 0;
  ledger.onGrowth((grown) => (size = grown));

  const read = async (from: number, limit: number): Promise<readonly SequencedEvent[]> => {
    if (limit <= 0) return [];
    const before = known.at(from);
    const reading = before ?? known.add(from, limit, ledger.read(from, limit));
    const found = await reading.events;
    const events = found.slice(from - reading.from, from - reading.from + limit);
    const nothingBeyond = found.length > 0 && found.length < reading.limit && reading.from + found.length >= size;
    if (reading !== before || events.length === limit || nothingBeyond) return events;
    return [...events, ...(await read(from + events.length, limit - events.length))];
  };

  return {
    head: () => ledger.head(),
    readCase: (...wanted) => ledger.readCase(...wanted),
    indexOf: async (...wanted) => known.indexOf(...wanted) ?? ledger.indexOf(...wanted),
    onGrowth: (listener) => ledger.onGrowth(listener),
    read: (from, limit) => (limit === 1 ? ledger.read(from, limit) : read(from, limit)),
    hand: known.given,
  };
};

/** Decodes each event once, as long as somebody holds it. */
export const decodedOnce = (decode: Decode): Decode => {
  const known = new WeakMap<SequencedEvent, LedgerEvent>();
  return (sequenced) => {
    const before = known.get(sequenced);
    if (before) return before;
    const event = decode(sequenced);
    known.set(sequenced, event);
    return event;
  };
};
