export * from './http/accounts.messages.ts';
export * from './accounts.module.ts';
