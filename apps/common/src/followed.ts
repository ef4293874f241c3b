import type { LedgerReader } from '#eventsourcing';
import { catalogue, ledgerDecoder } from '#event-contracts';
import { decodedOnce, sharedReads, type Decode, type SharedLedger } from '#projections';

/** For all that follow the ledger in this process: what they read and decode, they share. */
export interface Followed {
  readonly ledger: SharedLedger;
  readonly decode: Decode;
}

export const followedBy = (ledger: LedgerReader): Followed => ({
  ledger: sharedReads(ledger),
  decode: decodedOnce(ledgerDecoder(catalogue)),
});
