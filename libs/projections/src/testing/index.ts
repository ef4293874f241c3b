export * from './arbitraries.ts';
export * from './counters.ts';
export * from './in-memory-ledger.ts';
export * from './process-checkpoints.contract.ts';
export * from './oracle.ts';
export * from './projection-store.contract.ts';
export * from './sliced-ledger.ts';
export * from './until.ts';
