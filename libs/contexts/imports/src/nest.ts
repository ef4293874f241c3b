export * from './http/reference.messages.ts';
export * from './imports.module.ts';
