export * from './contract-list.module.ts';
export * from './contract-list.queries.ts';
export * from './contract-list.tables.ts';
export * from './http/contract-list.dto.ts';
