import type { Instant, LedgerEvent, SequencedEvent } from '#eventsourcing';

export type Decode = (event: SequencedEvent) => LedgerEvent;

/** Consecutive events of one slice of the ledger, decoded once for all projections, and only those that somebody handles. */
export interface Batch {
  /** The position that it goes on from: nothing of the slice lies between it and the first event. */
  readonly from: number;
  /** Index after the last one. */
  readonly to: number;
  /** Leaf of the last one. */
  readonly leaf: Buffer;
  readonly events: readonly SequencedEvent[];
  /** Nothing when the entry is beyond reading: then it concerns everybody. */
  typeAt(at: number): string | undefined;
  /** Throws what the decoder throws. */
  decodedAt(at: number): LedgerEvent;
}

interface Header {
  readonly type?: string;
  readonly recordedAt?: Instant;
}

const headerOf = (event: SequencedEvent): Header => {
  try {
    return JSON.parse(event.entry.toString('utf8')) as Header;
  } catch {
    return {};
  }
};

/** When an event was recorded, as far as it can be told; else the beginning of time, so that it never hides in a figure. */
export const recordedAtOf = (event: SequencedEvent): Instant => headerOf(event).recordedAt ?? '1970-01-01T00:00:00.000Z';

type Decoded = { readonly event: LedgerEvent } | { readonly error: unknown };

const attempt = (decode: Decode, event: SequencedEvent): Decoded => {
  try {
    return { event: decode(event) };
  } catch (error) {
    return { error };
  }
};

/** As far as each follows the one before: nobody passes an index without its event. `from`: the index that comes first. */
export const unbroken = (events: readonly SequencedEvent[], from: number): readonly SequencedEvent[] => {
  const gap = events.findIndex(({ index }, at) => index !== from + at);
  return gap < 0 ? events : events.slice(0, gap);
};

/** `eager`: somebody handles every type, so that reading the type by itself would be work done twice. */
export const batchOf = (
  events: readonly SequencedEvent[],
  decode: Decode,
  eager: boolean,
  from = events[0]?.index ?? 0,
): Batch | undefined => {
  const last = events.at(-1);
  if (!last) return undefined;
  const decoded = new Array<Decoded | undefined>(events.length);
  const types = new Array<string | undefined>(events.length);
  const resultAt = (at: number): Decoded => (decoded[at] ??= attempt(decode, events[at]!));
  const typeAt = (at: number): string | undefined => {
    if (types[at] !== undefined) return types[at];
    const result = eager ? resultAt(at) : decoded[at];
    return (types[at] = result && 'event' in result ? result.event.type : headerOf(events[at]!).type);
  };
  const decodedAt = (at: number): LedgerEvent => {
    const result = resultAt(at);
    if ('error' in result) throw result.error;
    return result.event;
  };
  return { from, to: last.index + 1, leaf: last.leaf, events, typeAt, decodedAt };
};
