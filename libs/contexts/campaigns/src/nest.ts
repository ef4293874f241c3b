export * from './campaigns.module.ts';
export * from './http/marketing.controllers.ts';
export * from './http/marketing.messages.ts';
