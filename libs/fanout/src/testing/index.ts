export * from './publications.contract.ts';
export * from './partitioned-ledger.ts';
