export * from './contracts.module.ts';
export * from './http/contract.messages.ts';
