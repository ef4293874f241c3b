import type { Instant } from '#eventsourcing';
import type { LedgerState } from './ledger-store.port.ts';

/** An identity that the ledger has given up: how it stood then, and why. */
export interface EndedIdentity {
  readonly ledgerId: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
  readonly endedAt: Instant;
  readonly reason: string;
}

/** The ledger's identity, for those who answer for a restore. */
export interface LedgerIdentity {
  /** Nothing as long as the ledger was never opened. */
  current(): Promise<LedgerState | undefined>;
  /**
   * Gives the ledger a new id, which it returns, and keeps the old one with the reason, all together, if the head still is `from`; else
   * does nothing. Events, indexes and tree stay as they are.
   */
  renew(from: LedgerState, reason: string): Promise<string | undefined>;
  /** All that it has given up, oldest first. */
  ended(): Promise<readonly EndedIdentity[]>;
}
