export * from './definition-list.module.ts';
export * from './definition-list.queries.ts';
export * from './definition-list.tables.ts';
export * from './http/definition-list.dto.ts';
