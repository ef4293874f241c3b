import type { LedgerReader } from '#eventsourcing';
import { partitionOf } from '#fanout';
import { readYourWrites, storeProgress, type ProjectionStore, type WaitFor } from '#projections';

/** Lets queries wait for read models that other processes keep up. */
export const waitForOthers = (ledger: LedgerReader, store: Pick<ProjectionStore, 'builds' | 'parked'>, ledgerId: string): WaitFor =>
  readYourWrites(ledger, storeProgress({ store, ledger, ledgerId, partitionOf }));
