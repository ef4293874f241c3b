import type { LeaseStore } from './lease.port.ts';

export interface Leadership {
  /** Whether this holder leads. Asks the store only when a third of the lease is gone, or when it leads not. */
  lead(): Promise<boolean>;
  /** Whether the lease is held and has not run out: of several holders, one at most says so at a time. */
  leads(): boolean;
  /** Ask again at the next call, whatever is believed now. */
  doubt(): void;
  resign(): Promise<void>;
}

/** Under which the relays of one ledger are rivals. */
export const relayLease = 'ledger';

export const leadership = (leases: LeaseStore, name: string, holder: string, milliseconds: number): Leadership => {
  let leading = false;
  let renewAt = 0;
  let heldUntil = 0;
  return {
    lead: async () => {
      // Counted from before the request, so that a lease never seems to last longer than it does.
      const now = performance.now();
      if (leading && now < renewAt) return true;
      leading = await leases.hold(name, holder, milliseconds);
      renewAt = now + milliseconds / 3;
      heldUntil = now + milliseconds;
      return leading;
    },
    leads: () => leading && performance.now() < heldUntil,
    doubt: () => {
      renewAt = 0;
    },
    resign: async () => {
      leading = false;
      await leases.release(name, holder);
    },
  };
};
