export * from './duplicates.queries.ts';
export * from './lead-list.module.ts';
export * from './lead-list.queries.ts';
export * from './lead-list.tables.ts';
export * from './http/lead-list.dto.ts';
