import type { LeaseStore } from './lease.port.ts';

export interface Leadership {
  /** Whether this holder leads. Asks the store only when a third of the lease is gone, or when it leads not. */
  lead(): Promise<boolean>;
  /** As far as known: the lease may have passed on meanwhile. */
  leads(): boolean;
  /** Ask again at the next call, whatever is believed now. */
  doubt(): void;
  resign(): Promise<void>;
}

export const leadership = (leases: LeaseStore, name: string, holder: string, milliseconds: number): Leadership => {
  let leading = false;
  let renewAt = 0;
  return {
    lead: async () => {
      // Counted from before the request, so that a lease never seems to last longer than it does.
      const now = performance.now();
      if (leading && now < renewAt) return true;
      leading = await leases.hold(name, holder, milliseconds);
      renewAt = now + milliseconds / 3;
      return leading;
    },
    leads: () => leading,
    doubt: () => {
      renewAt = 0;
    },
    resign: async () => {
      leading = false;
      await leases.release(name, holder);
    },
  };
};
