import type { LedgerEvent } from '#eventsourcing';
import type { FactSource } from '#event-contracts';

/** Where a fact of another stream was read. */
export const sourceOf = ({ eventId, stream, revision }: LedgerEvent): FactSource => ({ eventId, stream, revision });
