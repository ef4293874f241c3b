export * from './approvals.module.ts';
export * from './http/approval.messages.ts';
