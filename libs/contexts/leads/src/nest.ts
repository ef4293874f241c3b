export * from './http/lead.messages.ts';
export * from './http/leads.controller.ts';
export * from './leads.module.ts';
