export * from './damage.ts';
export * from './document-store.contract.ts';
export * from './event-store.contract.ts';
export * from './given-when-then.ts';
export * from './key-vault.contract.ts';
export * from './recorded.ts';
