import type { EventStore, LedgerReader, SequencedEvent, StoredEvent } from '#eventsourcing';
import { LedgerHalted } from './ledger-store.port.ts';

export interface RefillOptions {
  readonly ledger: Pick<LedgerReader, 'head' | 'read'>;
  readonly store: EventStore;
  /** Told now and then how far it is, in events. */
  readonly onProgress?: (done: number, total: number) => void;
}

const page = 1000;
const appendedAtMost = 100;

/** Events that follow one another in ledger and stream alike go in together. */
const runsOf = (events: readonly SequencedEvent[]): readonly (readonly SequencedEvent[])[] => {
  const runs: SequencedEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (run && run[0]?.stream === event.stream && run.length < appendedAtMost) run.push(event);
    else runs.push([event]);
  }
  return runs;
};

const isSame = (one: StoredEvent, other: StoredEvent | undefined): boolean =>
  other !== undefined &&
  one.entry.equals(other.entry) &&
  one.data.equals(other.data) &&
  one.sealed.length === other.sealed.length &&
  one.sealed.every((part, at) => other.sealed[at]?.equals(part));

const toStored = ({ stream, revision, caseId, entry, data, sealed }: SequencedEvent): StoredEvent => ({
  stream,
  revision,
  caseId,
  entry,
  data,
  sealed,
});

/** Until all of it is there: after an append that was refused or of unknown outcome, what is there already is looked at and left out. */
const put = async (store: EventStore, run: readonly StoredEvent[]): Promise<void> => {
  for (let rest = run; rest[0];) {
    const { stream, revision } = rest[0];
    const { outcome } = await store.append(rest);
    if (outcome === 'committed') return;
    const present = (await store.read(stream, revision)).slice(0, rest.length);
    if (!present.every((event, at) => isSame(event, rest[at])))
      throw new LedgerHalted(`the store has other events than the ledger in ${stream} from revision ${revision} on`);
    if (outcome === 'conflict' && present.length === 0)
      throw new LedgerHalted(`the store has not what comes before revision ${revision} of ${stream}`);
    rest = rest.slice(present.length);
  }
};

/**
 * Puts all that the ledger has into a store that was lost, one append after another, so that its commit order becomes the ledger's: a ledger
 * sequenced from it comes to the same root. The store must be empty, or what an earlier run has left; nobody else may write to it.
 * Returns how many events these are. Throws {@link LedgerHalted} when the store has something else.
 */
export const refillStore = async ({ ledger, store, onProgress }: RefillOptions): Promise<number> => {
  const { size } = await ledger.head();
  for (let at = 0; at < size;) {
    const events = await ledger.read(at, Math.min(page, size - at));
    if (events.length === 0) throw new LedgerHalted(`the ledger has ${size} events, and that at index ${at} is gone`);
    for (const run of runsOf(events)) await put(store, run.map(toStored));
    at += events.length;
    onProgress?.(at, size);
  }
  return size;
};
