import type { LedgerEvent, LedgerReader, SequencedEvent } from '#eventsourcing';
import type { Decode } from './batch.ts';

interface Reading {
  readonly from: number;
  readonly limit: number;
  readonly events: Promise<readonly SequencedEvent[]>;
}

/**
 * What a reading holds for somebody who wants as many; nothing when it may have stopped short of them. That it found nothing holds for no
 * moment but its own: another process may have made the ledger grow, which is heard of late.
 */
const answerOf = (events: readonly SequencedEvent[], { limit }: Reading, wanted: number): readonly SequencedEvent[] | undefined => {
  if (wanted <= events.length) return events.slice(0, wanted);
  return events.length > 0 && events.length < limit ? events : undefined;
};

/** The same ledger, for several followers of one process: those at one place read it once, until it grows. */
export const sharedReads = (ledger: LedgerReader): LedgerReader => {
  let last: Reading | undefined;
  ledger.onGrowth(() => (last = undefined));

  const readAnew = (from: number, limit: number): Promise<readonly SequencedEvent[]> => {
    const reading = { from, limit, events: ledger.read(from, limit) };
    last = reading;
    reading.events.catch(() => {
      if (last === reading) last = undefined;
    });
    return reading.events;
  };

  return {
    head: () => ledger.head(),
    readCase: (...wanted) => ledger.readCase(...wanted),
    indexOf: (...wanted) => ledger.indexOf(...wanted),
    onGrowth: (listener) => ledger.onGrowth(listener),
    read: async (from, limit) => {
      const reading = last;
      const shared = reading?.from === from ? answerOf(await reading.events, reading, limit) : undefined;
      return shared ?? readAnew(from, limit);
    },
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
