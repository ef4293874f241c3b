import type { CaseId } from '#eventsourcing';
import type { LiveFeed } from '../live-feed.port.ts';
import type { LedgerSlices } from '../slice-reader.ts';
import { nameOfSlice, type Slice } from '../slice.ts';
import type { TestLedger } from './in-memory-ledger.ts';

/** Any function of the case will do. */
export const byCharacters = (caseId: CaseId, of: number): number => [...caseId].reduce((sum, one) => sum + one.charCodeAt(0), 0) % of;

/** A test's ledger, slice by slice. */
export const slicedLedger = (ledger: TestLedger): LedgerSlices => {
  const eventsOf = ({ partition, of }: Slice, from: number) =>
    ledger.events.slice(from).filter(({ caseId }) => byCharacters(caseId, of) === partition);
  return {
    read: async (slice, from, limit) => {
      const events = eventsOf(slice, from);
      return { events: events.slice(0, limit), reachedHead: events.length < limit, atGap: false };
    },
    backlog: async (slice, from) => {
      const events = eventsOf(slice, from);
      return { events: events.length, oldest: events[0] };
    },
  };
};

/** One of several processes that share the slices, as a test deals them out. */
export interface DealtFeed extends LiveFeed {
  deal(partitions: readonly number[]): void;
  /** The last position told to be in all rows, by slice. */
  readonly durable: ReadonlyMap<string, number>;
}

/** Reads from the test's ledger; the holder of partition 0 leads. */
export const dealtFeed = (ledger: TestLedger, partitions: number): DealtFeed => {
  let mine: readonly number[] = [];
  const listeners = new Set<(slice?: Slice) => void>();
  const durable = new Map<string, number>();
  return {
    ...slicedLedger(ledger),
    partitions,
    partitionOf: byCharacters,
    holds: ({ partition, of }) => of === partitions && mine.includes(partition),
    leads: () => mine.includes(0),
    passed: (slice, position) => void durable.set(nameOfSlice(slice), position),
    onChange: (listener) => {
      listeners.add(listener);
      const silence = ledger.onGrowth(() => mine.forEach((partition) => listener({ partition, of: partitions })));
      return () => {
        silence();
        listeners.delete(listener);
      };
    },
    deal: (dealt) => {
      mine = dealt;
      listeners.forEach((listener) => listener());
    },
    durable,
  };
};
