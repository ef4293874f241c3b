export * from './definitions.module.ts';
export * from './http/definition.messages.ts';
