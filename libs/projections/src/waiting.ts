import type { LedgerReader, StreamId } from '#eventsourcing';
import type { LiveProgress } from './live-progress.ts';

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

/** Resolves at the next sign, at the latest after a short while or at the deadline. */
const nextSign = (subscribe: (listener: () => void) => () => void, deadline: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(() => done(), Math.max(0, Math.min(POLL_MS, deadline - performance.now())));
    const unsubscribe = subscribe(() => done());
  });

type Look = { readonly kind: 'behind' } | Waited;

/** Waits until live read models have an event, so that a caller reads what it wrote. Times in ms. */
export const readYourWrites = (ledger: Pick<LedgerReader, 'indexOf' | 'read' | 'onGrowth'>, progress: LiveProgress) => {
  const sequenced = async ({ stream, revision }: ReadToken, deadline: number): Promise<number | undefined> => {
    for (;;) {
      const index = await ledger.indexOf(stream, revision);
      if (index !== undefined || performance.now() >= deadline) return index;
      await nextSign((listener) => ledger.onGrowth(listener), deadline);
    }
  };

  const look = async (index: number, projection: string): Promise<Look> => {
    const seat = await progress.liveSeat(projection, index);
    if (!seat) return { kind: 'behind' };
    if (seat.parkedFrom.size > 0) {
      const [event] = await ledger.read(index, 1);
      if (event && (seat.parkedFrom.get(event.caseId) ?? Infinity) <= index) return { kind: 'parked', projection };
    }
    return { kind: seat.position > index ? 'visible' : 'behind' };
  };

  const lookAll = async (index: number, projections: readonly string[]): Promise<Look> => {
    let all: Look = { kind: 'visible' };
    for (const projection of projections) {
      const one = await look(index, projection);
      if (one.kind === 'parked') return one;
      if (one.kind === 'behind') all = one;
    }
    return all;
  };

  return async (token: ReadToken, projections: readonly string[], timeoutMs: number): Promise<Waited> => {
    if (token.ledgerId !== progress.ledgerId) return { kind: 'unknownLedger' };
    const deadline = performance.now() + timeoutMs;
    const index = await sequenced(token, deadline);
    if (index === undefined) return { kind: 'timeout' };
    for (;;) {
      const seen = await lookAll(index, projections);
      if (seen.kind !== 'behind') return seen;
      if (performance.now() >= deadline) return { kind: 'timeout' };
      await nextSign((listener) => progress.onMove(listener), deadline);
    }
  };
};

/** Waits for one event, or says why not. */
export type WaitFor = ReturnType<typeof readYourWrites>;
