export * from './http/lead.messages.ts';
export * from './leads.module.ts';
