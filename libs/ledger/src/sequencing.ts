import type { EventSource, SourcedEvent, StreamId } from '#eventsourcing';
import { LedgerHalted, type LedgerState, type LedgerStep, type LedgerStore } from './ledger-store.port.ts';
import { growFrontier, rootOf } from './merkle.ts';

/** The step that gives these events the next indexes. */
export const stepOver = <E extends SourcedEvent>(from: LedgerState, events: readonly E[]): LedgerStep<E> => {
  const { frontier, nodes } = growFrontier(
    from.frontier,
    events.map(({ leaf }) => leaf),
  );
  return { from, to: { ...from, frontier, root: rootOf(frontier), cursor: events.at(-1)?.cursor ?? from.cursor }, events, nodes };
};

const capacity = 20_000;

/** Checks that every stream goes on where it was left. Remembers where that was: valid only as long as nobody else moves the head. */
export const streamOrder = (ledger: Pick<LedgerStore, 'lastRevisions'>) => {
  const last = new Map<StreamId, number>();

  /** A stream's first event needs no asking: the ledger itself refuses a revision that it has already. */
  const recall = async (events: readonly SourcedEvent[]): Promise<void> => {
    if (last.size > capacity) last.clear();
    const unknown = new Set<StreamId>();
    const begun = new Set<StreamId>();
    for (const { stream, revision } of events) {
      if (revision === 0) begun.add(stream);
      else if (!last.has(stream) && !begun.has(stream)) unknown.add(stream);
    }
    if (unknown.size === 0) return;
    for (const [stream, revision] of await ledger.lastRevisions([...unknown])) last.set(stream, revision);
  };

  return {
    /** Throws {@link LedgerHalted} at the first event that is not its stream's last sequenced revision + 1. */
    check: async (events: readonly SourcedEvent[]): Promise<void> => {
      await recall(events);
      for (const { stream, revision, cursor } of events) {
        const before = last.get(stream) ?? -1;
        if (revision !== before + 1)
          throw new LedgerHalted(`${stream} is sequenced up to revision ${before}, but revision ${revision} came next (at ${cursor})`);
        last.set(stream, revision);
      }
    },
    forget: (): void => last.clear(),
  };
};

/** Events that were given consecutive indexes, from `from` on, in one step. Times in ms of `performance.now()`. */
export interface Sequenced<E extends SourcedEvent = SourcedEvent> {
  readonly from: number;
  readonly events: readonly E[];
  readonly startedAt: number;
  readonly endedAt: number;
}

const lagLimit = 100_000;
const lagEvery = 1000;

/** How far the ledger is behind its source. */
const lagMeter = (ledger: Pick<LedgerStore, 'unsequenced'>, batch: number) => {
  let [lag, measuredAt, caughtUpAt] = [0, 0, performance.now()];

  const caughtUp = (askedAt: number): void => {
    lag = 0;
    caughtUpAt = askedAt;
  };

  return {
    caughtUp,
    /** So many events were read; fewer than a batch are all that wait. */
    found: async (events: number, askedAt: number): Promise<void> => {
      if (events === 0) caughtUp(askedAt);
      else if (events < batch) lag = events;
      else if (performance.now() - measuredAt >= lagEvery) {
        measuredAt = performance.now();
        lag = await ledger.unsequenced(lagLimit);
      }
    },
    lag: () => lag,
    caughtUpAt: () => caughtUpAt,
  };
};

export interface Sequencer {
  /** Sequences one batch, if there is one, and tells how many events it had; `stale`: another has moved the head, and nothing was written. */
  step(): Promise<number | 'stale'>;
  /** To be called when the head may have moved, by another or by a step of unknown outcome: the next step looks anew. */
  forget(): void;
  /** Of the ledger, as last seen. */
  size(): number;
  /** Events that wait: exact when caught up, else an estimate at most a second old that stops counting at 100,000. */
  lag(): number;
  /** When it last asked and found that nothing waits; ms of `performance.now()`. */
  caughtUpAt(): number;
}

interface Reading<E> {
  /** ms of `performance.now()`. */
  readonly askedAt: number;
  readonly found: Promise<readonly E[]>;
}

/** Moves the ledger's head along the source, batch by batch. */
export const sequencer = <E extends SourcedEvent>(
  source: EventSource<E>,
  ledger: LedgerStore<E>,
  batch: number,
  onSequenced?: (step: Sequenced<E>) => void,
): Sequencer => {
  const order = streamOrder(ledger);
  let state: LedgerState | undefined;
  let ahead: Reading<E> | undefined;
  const behind = lagMeter(ledger, batch);
  let size = 0;

  const forget = (): void => {
    state = undefined;
    ahead = undefined;
    order.forget();
  };

  const readAfter = (cursor: LedgerState['cursor']): Reading<E> => ({ askedAt: performance.now(), found: source.readAfter(cursor, batch) });

  /** While one full batch is written, the next is read. */
  const read = async (from: LedgerState): Promise<{ readonly events: readonly E[]; readonly askedAt: number }> => {
    const { askedAt, found } = ahead ?? readAfter(from.cursor);
    const events = await found;
    ahead = events.length < batch ? undefined : readAfter(events.at(-1)?.cursor);
    ahead?.found.catch(() => undefined); // whoever awaits it hears of it
    return { events, askedAt };
  };

  /** Another relay may have moved the head between reading it and asking where the streams were left: what then looks like a gap is none. */
  const isInOrder = async (from: LedgerState, events: readonly SourcedEvent[]): Promise<boolean> => {
    try {
      await order.check(events);
      return true;
    } catch (error) {
      if (!(error instanceof LedgerHalted)) throw error;
      const now = await ledger.open(source.prefix);
      if (now.frontier.size === from.frontier.size && now.root.equals(from.root)) throw error;
      return false;
    }
  };

  const step: Sequencer['step'] = async () => {
    const from = (state ??= await ledger.open(source.prefix));
    size = from.frontier.size;
    const startedAt = performance.now();
    const { events, askedAt } = await read(from);
    await behind.found(events.length, askedAt);
    if (events.length === 0) return 0;
    const next = stepOver(from, events);
    if (!(await isInOrder(from, events)) || (await ledger.advance(next)) === 'stale') {
      forget();
      return 'stale';
    }
    state = next.to;
    size = next.to.frontier.size;
    if (events.length < batch) behind.caughtUp(askedAt);
    onSequenced?.({ from: from.frontier.size, events, startedAt, endedAt: performance.now() });
    return events.length;
  };

  return { step, forget, size: () => size, lag: behind.lag, caughtUpAt: behind.caughtUpAt };
};
