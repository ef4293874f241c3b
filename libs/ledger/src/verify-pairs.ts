import { setImmediate as turn } from 'node:timers/promises';
import { rowFeed } from './row-feed.ts';
import { unpairedEvents } from './unpaired-events.ts';
import type { LedgerRow, StoreRow } from './verification.port.ts';
import { checkPair, checkStoreRow, comparePlaces, type Report } from './verify-rows.ts';

export interface PairingOptions {
  readonly store: AsyncIterable<readonly StoreRow[]>;
  readonly ledger: AsyncIterable<readonly LedgerRow[]>;
  readonly report: Report;
  /** Gets each ledger row once, by index. */
  readonly onSequenced: (row: LedgerRow) => void;
  /** After every few hundred rows. */
  readonly onBatch: () => Promise<void>;
}

/** Rows between two looks at the sockets: as long as nobody reads from them, the database cannot go on sending what comes next. */
const rowsPerTurn = 256;

/**
 * Pairs ledger and store, each in its own order, by the place in the commit order: a set difference both ways, in one pass. A ledger row
 * out of that order waits for the end.
 */
export const pairRows = async ({ report, onSequenced, onBatch, ...rows }: PairingOptions): Promise<void> => {
  const store = rowFeed(rows.store);
  const ledger = rowFeed(rows.ledger);
  const unpaired = unpairedEvents(report);
  let last: LedgerRow | undefined;

  const skipStored = (row: StoreRow, leaf: string): void => {
    unpaired.stored({ stream: row.stream, revision: row.revision, leaf });
    store.skip();
  };
  const skipSequenced = (row: LedgerRow): void => {
    unpaired.sequenced(row);
    onSequenced(row);
    ledger.skip();
  };
  const follows = (row: LedgerRow): boolean => last === undefined || comparePlaces(row, last) > 0;
  /** Where two rows descend, the first is out of order if the second would fit without it, else the second is. */
  const isDisplaced = (row: LedgerRow): boolean => {
    const following = ledger.peek(1);
    return !follows(row) || (following !== undefined && comparePlaces(row, following) >= 0 && follows(following));
  };
  const pair = (sequenced: LedgerRow, stored: StoreRow): void => {
    const leaf = checkStoreRow(stored, report);
    last = sequenced;
    if (!checkPair(sequenced, stored, leaf, report)) {
      skipStored(stored, leaf);
      return skipSequenced(sequenced);
    }
    onSequenced(sequenced);
    store.skip();
    ledger.skip();
  };
  const step = (sequenced: LedgerRow | undefined, stored: StoreRow | undefined): void => {
    if (sequenced && (!stored || isDisplaced(sequenced))) return skipSequenced(sequenced);
    if (!stored) return;
    const order = sequenced ? comparePlaces(stored, sequenced) : -1;
    if (order < 0) skipStored(stored, checkStoreRow(stored, report));
    else if (order > 0) skipSequenced(sequenced as LedgerRow);
    else pair(sequenced as LedgerRow, stored);
  };

  try {
    while (!ledger.ended() || !store.ended()) {
      while (!ledger.ready(2)) await ledger.refill();
      while (!store.ready(1)) await store.refill();
      for (let row = 0; row < rowsPerTurn && ledger.ready(2) && store.ready(1) && !(ledger.ended() && store.ended()); row += 1)
        step(ledger.peek(), store.peek());
      await onBatch();
      await turn();
    }
    unpaired.settle();
  } finally {
    await Promise.all([store.close(), ledger.close()]);
  }
};
