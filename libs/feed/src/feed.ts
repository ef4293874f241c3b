import type { CaseId, LedgerReader, SequencedEvent } from '#eventsourcing';
import { toFeedEvent, type FeedEvent } from './feed-event.ts';
import type { FeedFilter } from './filter.ts';
import { growthOf, type Growth } from './growth.ts';
import { recentEvents } from './recent.ts';
import { turns } from './turns.ts';

/** A piece of the ledger, not yet filtered by type. */
export interface Batch {
  readonly events: readonly FeedEvent[];
  /** Up to this index everything that the filter may let through is among them. */
  readonly upTo: number;
  /** Whether there is more, as far as is known. */
  readonly more: boolean;
  /** At the end of what readers were told of: who stays waits until they are told again, though there may be more. */
  readonly settled: boolean;
}

/** The ledger as readers of the feed go through it, each at its own pace. */
export interface Feed {
  readonly ledgerId: string;
  readonly growth: Growth;
  /** What comes after an index. Readers at one place share one read of the ledger; those far behind read for themselves, a few at a time. */
  read(after: number, filter: FeedFilter): Promise<Batch>;
  /** Bytes, about, that are kept for several readers. */
  kept(): number;
  close(): void;
}

export interface FeedOptions {
  /** Events in one read of the ledger. */
  readonly batch?: number;
  /** Bytes, about, of newest events that are kept written out. */
  readonly keep?: number;
  /** Readers far behind that read the ledger at the same time: projections read it too. */
  readonly behind?: number;
  /** Readers at the end get together what comes within so many ms. */
  readonly gatherMs?: number;
}

/** A read that several readers may wait for. */
interface Coming {
  readonly from: number;
  readonly events: Promise<readonly FeedEvent[]>;
}

const lastIndex = (events: readonly FeedEvent[], otherwise: number): number => events.at(-1)?.index ?? otherwise;

const never = { heard: -1, told: -1 };

/** At the end of the ledger, or near it: one read for everybody, until the ledger grows. */
const sharedReading = (
  ledger: LedgerReader,
  growth: Growth,
  written: (event: SequencedEvent) => FeedEvent,
  options: Required<FeedOptions>,
) => {
  const recent = recentEvents(options.keep);
  let coming: (Coming & { readonly at: number }) | undefined;
  /** At these counts of growths the ledger had nothing after what is here. */
  let ended = never;

  const readOn = async (from: number): Promise<readonly FeedEvent[]> => {
    const at = { heard: growth.heard(), told: growth.told() };
    const events = (await ledger.read(from, options.batch)).map(written);
    recent.add(from, events);
    ended = events.length < options.batch && recent.end() === from + events.length ? at : never;
    return events;
  };

  /** What has been asked for since the ledger last grew is good for everyone; what was asked before may lack the newest. */
  const joined = (from: number): Promise<readonly FeedEvent[]> => {
    const at = growth.heard();
    if (coming?.from === from && coming.at === at) return coming.events;
    const reading = { from, at, events: readOn(from) };
    coming = reading;
    const over = (): void => {
      if (coming === reading) coming = undefined;
    };
    reading.events.then(over, over);
    return reading.events;
  };

  const batchOf = (events: readonly FeedEvent[], after: number): Batch => {
    const upTo = lastIndex(events, after);
    const last = upTo + 1 >= recent.end();
    return { events, upTo, more: !last || ended.heard !== growth.heard(), settled: last && ended.told === growth.told() };
  };

  return {
    reaches: (index: number): boolean => recent.reaches(index),
    end: (): number => recent.end(),
    kept: (): number => recent.weight(),
    after: async (after: number): Promise<Batch> => {
      const here = recent.reaches(after + 1) ? recent.from(after + 1, options.batch) : [];
      return batchOf(here.length > 0 ? here : await joined(after + 1), after);
    },
  };
};

/** Opens the feed of a ledger. It listens to it until it is closed. */
export const openFeed = async (ledger: LedgerReader, options: FeedOptions = {}): Promise<Feed> => {
  const { ledgerId } = await ledger.head();
  const chosen = { batch: 200, keep: 8 * 1024 * 1024, behind: 2, gatherMs: 20, ...options };
  const growth = growthOf(ledger, chosen.gatherMs);
  const written = toFeedEvent(ledgerId);
  const shared = sharedReading(ledger, growth, written, chosen);
  const inTurn = turns(chosen.behind);

  const farBehind = async (after: number): Promise<Batch> => {
    const events = (await inTurn(() => ledger.read(after + 1, chosen.batch))).map(written);
    return { events, upTo: lastIndex(events, after), more: true, settled: false };
  };

  const ofCase = async (caseId: CaseId, after: number, size: number): Promise<Batch> => {
    const events = (await inTurn(() => ledger.readCase(caseId, after + 1, size, chosen.batch))).map(written);
    return { events, upTo: events.length < chosen.batch ? size - 1 : lastIndex(events, after), more: true, settled: false };
  };

  const read = async (after: number, { caseId }: FeedFilter): Promise<Batch> => {
    if (shared.reaches(after + 1)) return shared.after(after);
    if (caseId !== undefined) {
      const { size } = await ledger.head();
      if (after + 1 < size) return ofCase(caseId, after, size);
    }
    return after + 1 > shared.end() ? shared.after(after) : farBehind(after);
  };

  return { ledgerId, growth, read, kept: shared.kept, close: () => growth.stop() };
};
