import type { ProvableLedger, Verification } from '#ledger';
import type { ProjectionOperations } from '#projections';

/** Verifies store against ledger against the heads outside; tells now and then how far it is. */
export type Verify = (onProgress: (done: number, total: number) => void) => Promise<Verification>;

/** Names under which the composition root provides what only this program's controllers use. */
export const PROVABLE_LEDGER = Symbol('ProvableLedger');
export const PROJECTION_OPERATIONS = Symbol('ProjectionOperations');
export const VERIFY = Symbol('Verify');

export type { ProjectionOperations, ProvableLedger };
