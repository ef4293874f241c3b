import type { ProvableLedger } from '#ledger';
import type { ProjectionOperations } from '#projections';

/** Verifies all of something; tells now and then how far it is. */
export type Verify<R> = (onProgress: (done: number, total: number) => void) => Promise<R>;

/** Names under which the composition root provides what only this program's controllers use. */
export const PROVABLE_LEDGER = Symbol('ProvableLedger');
export const PROJECTION_OPERATIONS = Symbol('ProjectionOperations');

export type { ProjectionOperations, ProvableLedger };
