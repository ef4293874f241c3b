export * from './http/negotiation.messages.ts';
export * from './http/negotiations.controller.ts';
export * from './negotiations.module.ts';
