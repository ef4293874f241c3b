export * from './opportunity-list.module.ts';
export * from './opportunity-list.queries.ts';
export * from './opportunity-list.tables.ts';
export * from './http/opportunity-list.dto.ts';
