import type { Role } from '#event-contracts';
import type { Everybody } from './everybody.ts';

/** Which roles an active user holds, as far as the ledger is sequenced. */
export const heldRoles =
  (everybody: Everybody): (() => Promise<ReadonlySet<Role>>) =>
  async () =>
    new Set((await everybody()).filter(({ status }) => status === 'active').flatMap(({ roles }) => roles));
