export * from './approval-list.module.ts';
export * from './approval-list.queries.ts';
export * from './approval-list.tables.ts';
export * from './http/approval-list.dto.ts';
