import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { relayLease } from './leadership.ts';
import type { LeaseStore } from './lease.port.ts';
import type { LedgerIdentity } from './ledger-identity.port.ts';

export interface RenewalOptions {
  readonly ledger: LedgerIdentity;
  readonly leases: LeaseStore;
  /** Kept with the old id: which backup, and why an older one. */
  readonly reason: string;
  /** How long to wait for the lease of a relay that has just ended; ms. */
  readonly patience?: number;
}

/** `inUse`: a relay is at work, or was seconds ago. `unopened`: nothing was ever sequenced here, and so nothing restored. */
export type Renewal =
  | { readonly outcome: 'renewed'; readonly from: string; readonly to: string; readonly size: number; readonly root: string }
  | { readonly outcome: 'inUse' }
  | { readonly outcome: 'unopened' };

const leaseFor = 10_000;
const askEvery = 100;

const held = async (leases: LeaseStore, holder: string, patience: number): Promise<boolean> => {
  const until = performance.now() + patience;
  while (!(await leases.hold(relayLease, holder, leaseFor))) {
    if (performance.now() >= until) return false;
    await pause(askEvery);
  }
  return true;
};

/** A relay that wrongly believes it leads may move the head meanwhile. */
const renewed = async ({ ledger, reason }: RenewalOptions): Promise<Renewal> => {
  for (;;) {
    const from = await ledger.current();
    if (!from) return { outcome: 'unopened' };
    const to = await ledger.renew(from, reason);
    if (to !== undefined) return { outcome: 'renewed', from: from.ledgerId, to, size: from.frontier.size, root: from.root.toString('hex') };
  }
};

/**
 * Declares that the ledger was restored to an older state than others have read: it gets a new id, so that whatever was built from the old
 * one halts instead of mixing the two, and is built anew. While no relay works. Where the ledger was lost as a whole this is not needed:
 * one that is sequenced anew has an id of its own.
 */
export const renewLedgerId = async (options: RenewalOptions): Promise<Renewal> => {
  const holder = randomUUID();
  if (!(await held(options.leases, holder, options.patience ?? 5000))) return { outcome: 'inUse' };
  try {
    return await renewed(options);
  } finally {
    await options.leases.release(relayLease, holder);
  }
};
