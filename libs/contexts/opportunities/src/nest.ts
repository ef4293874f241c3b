export * from './http/opportunity.messages.ts';
export * from './opportunities.module.ts';
