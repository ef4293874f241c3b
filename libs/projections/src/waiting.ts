import type { LedgerReader, StreamId } from '#eventsourcing';
import type { LiveProgress } from './live-progress.ts';
import { wakeUp } from './wake-up.ts';

/** What a command's answer gives its caller: the place of its last event. */
export interface ReadToken {
  readonly ledgerId: string;
  readonly stream: StreamId;
  readonly revision: number;
}

/** Visible: the read models have the event. Parked: this one holds the event's case back. Timeout: not yet. */
export type Waited =
  | { readonly kind: 'visible' }
  | { readonly kind: 'parked'; readonly projection: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unknownLedger' };

const POLL_MS = 25;

/**
 * Looks, and again at each sign, at the latest after a short while, until there is something to see; nothing after the deadline. A sign that
 * comes while it looks is not lost: it then looks again at once.
 */
const seenBy = async <T>(
  deadline: number,
  subscribe: (listener: () => void) => () => void,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  const wake = wakeUp();
  const unsubscribe = subscribe(() => wake.call());
  try {
    for (;;) {
      const seen = await look();
      const left = deadline - performance.now();
      if (seen !== undefined || left <= 0) return seen;
      await wake.sleep(Math.min(POLL_MS, left));
    }
  } finally {
    unsubscribe();
  }
};

/** Waits until live read models have an event, so that a caller reads what it wrote. Times in ms. */
export const readYourWrites = (ledger: Pick<LedgerReader, 'indexOf' | 'read' | 'onGrowth'>, progress: LiveProgress) => {
  /** Nothing while it is behind. */
  const look = async (index: number, projection: string): Promise<Waited | undefined> => {
    const seat = await progress.liveSeat(projection, index);
    if (!seat) return undefined;
    if (seat.parkedFrom.size > 0) {
      const [event] = await ledger.read(index, 1);
      if (event && (seat.parkedFrom.get(event.caseId) ?? Infinity) <= index) return { kind: 'parked', projection };
    }
    return seat.position > index ? { kind: 'visible' } : undefined;
  };

  /** Nothing while one of them is behind. */
  const lookAll = async (index: number, projections: readonly string[]): Promise<Waited | undefined> => {
    let all: Waited | undefined = { kind: 'visible' };
    for (const projection of projections) {
      const one = await look(index, projection);
      if (one?.kind === 'parked') return one;
      all &&= one;
    }
    return all;
  };

  return async ({ ledgerId, stream, revision }: ReadToken, projections: readonly string[], timeoutMs: number): Promise<Waited> => {
    if (ledgerId !== progress.ledgerId) return { kind: 'unknownLedger' };
    const deadline = performance.now() + timeoutMs;
    const index = await seenBy(
      deadline,
      (listener) => ledger.onGrowth(listener),
      () => ledger.indexOf(stream, revision),
    );
    if (index === undefined) return { kind: 'timeout' };
    const waited = await seenBy(
      deadline,
      (listener) => progress.onMove(listener),
      () => lookAll(index, projections),
    );
    return waited ?? { kind: 'timeout' };
  };
};

/** Waits for one event, or says why not. */
export type WaitFor = ReturnType<typeof readYourWrites>;
