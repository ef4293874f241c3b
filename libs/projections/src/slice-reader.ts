import type { LedgerReader, SequencedEvent } from '#eventsourcing';
import { unbroken } from './batch.ts';
import { readingAhead } from './reading-ahead.ts';
import type { Slice } from './slice.ts';

/** Consecutive events of one slice. */
export interface Stretch {
  /** No event of the slice between the position asked for and the last one given is left out. */
  readonly events: readonly SequencedEvent[];
  /** There was no more to read. */
  readonly reachedHead: boolean;
  /** The next index is missing in the ledger: whoever compares their checkpoint with it will halt. */
  readonly atGap: boolean;
}

/** Reads the ledger slice by slice. */
export interface SliceReader {
  /** Events of the slice with index ≥ `from`, at most `limit`. `ahead`: the next stretch will be asked for soon. */
  read(slice: Slice, from: number, limit: number, ahead: boolean): Promise<Stretch>;
}

/** What of a slice comes from a position on. */
export interface Backlog {
  /** Counted up to a limit of the reader's own. */
  readonly events: number;
  readonly oldest: SequencedEvent | undefined;
}

/** The ledger's slices, for whoever has to know how much is waiting in them. */
export interface LedgerSlices extends SliceReader {
  backlog(slice: Slice, from: number): Promise<Backlog>;
}

/** The ledger as its one slice. */
export const wholeReader = (ledger: Pick<LedgerReader, 'read' | 'head'>): LedgerSlices => {
  const readAhead = readingAhead(ledger);
  return {
    backlog: async (_whole, from) => {
      const [{ size }, [oldest]] = await Promise.all([ledger.head(), ledger.read(from, 1)]);
      return { events: Math.max(0, size - from), oldest };
    },
    read: async (_whole, from, limit, ahead) => {
      const events = await readAhead(from, limit, ahead);
      const whole = unbroken(events, from);
      return {
        events: whole,
        reachedHead: events.length < limit && whole.length === events.length,
        atGap: whole.length === 0 && events.length > 0,
      };
    },
  };
};
