import type { LeaseStore } from '#ledger';

/** Leases among the relays of one process. */
export class InMemoryLeases implements LeaseStore {
  readonly #leases = new Map<string, { readonly holder: string; readonly until: number }>();

  async hold(name: string, holder: string, milliseconds: number): Promise<boolean> {
    const now = performance.now();
    const held = this.#leases.get(name);
    if (held && held.holder !== holder && held.until > now) return false;
    this.#leases.set(name, { holder, until: now + milliseconds });
    return true;
  }

  async release(name: string, holder: string): Promise<void> {
    if (this.#leases.get(name)?.holder === holder) this.#leases.delete(name);
  }
}
