/** Who may work, by the database's clock. A lease only spares others the work: what must not happen twice is guarded where it is written. */
export interface LeaseStore {
  /** Takes the lease if it is free or expired, renews it if it is held already; false: another holds it. */
  hold(name: string, holder: string, milliseconds: number): Promise<boolean>;
  /** Gives the lease up if it is held. */
  release(name: string, holder: string): Promise<void>;
}
