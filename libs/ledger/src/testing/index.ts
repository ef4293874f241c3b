export * from './ledger.contract.ts';
export * from './until.ts';
export * from './written-event.ts';
