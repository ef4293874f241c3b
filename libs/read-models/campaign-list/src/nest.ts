export * from './campaign-list.module.ts';
export * from './campaign-list.queries.ts';
export * from './campaign-list.tables.ts';
export * from './http/campaign-list.dto.ts';
