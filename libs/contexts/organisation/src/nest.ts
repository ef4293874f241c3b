export * from './http/organisation.messages.ts';
export * from './organisation.module.ts';
