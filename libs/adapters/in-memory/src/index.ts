export { InMemoryBroker, type SendFault } from './broker.ts';
export { InMemoryEventStore } from './event-store.ts';
export { InMemoryLedger } from './ledger.ts';
export { InMemoryLeases } from './ledger-leases.ts';
export { InMemoryPendingDeadlines } from './pending-deadlines.ts';
export { InMemoryProcessCheckpoints } from './projection-process-checkpoints.ts';
export { InMemoryProjectionStore } from './projection-store.ts';
export { InMemoryPublications } from './publications.ts';
