import type { LedgerHead } from '#eventsourcing';

/** A place in the ledger: just after the event at `index`; -1 is before the first. Good for ever in the ledger that it names. */
export interface FeedPosition {
  readonly ledgerId: string;
  readonly index: number;
}

/** `ledgerId:index`, as every answer of the API writes a place in the ledger. */
export const encodeFeedPosition = ({ ledgerId, index }: FeedPosition): string => `${ledgerId}:${index}`;

/** Where a reader wants to go on, held against the ledger that is there. */
export type Whence =
  | { readonly kind: 'after'; readonly index: number }
  | { readonly kind: 'malformed' }
  /** The ledger was restored or replaced since: its indexes mean other events. */
  | { readonly kind: 'otherLedger'; readonly ledgerId: string }
  /** After more events than there are: no answer of this ledger can have said so. */
  | { readonly kind: 'beyondEnd'; readonly index: number };

/** Of another ledger or of this one; or the index alone, for people. */
const form = /^(?:([A-Za-z0-9-]{1,100}):)?(-1|0|[1-9]\d{0,14})$/;

/** `start`, `end`, or a position that an earlier answer gave. */
export const whence = (text: string, { ledgerId, size }: Pick<LedgerHead, 'ledgerId' | 'size'>): Whence => {
  if (text === 'start') return { kind: 'after', index: -1 };
  if (text === 'end') return { kind: 'after', index: size - 1 };
  const [, named, digits] = form.exec(text) ?? [];
  if (digits === undefined) return { kind: 'malformed' };
  if (named !== undefined && named !== ledgerId) return { kind: 'otherLedger', ledgerId: named };
  const index = Number(digits);
  return index < size ? { kind: 'after', index } : { kind: 'beyondEnd', index };
};
