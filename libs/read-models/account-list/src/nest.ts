export * from './account-deals.queries.ts';
export * from './account-list.module.ts';
export * from './account-list.queries.ts';
export * from './account-list.tables.ts';
export * from './http/account-list.dto.ts';
