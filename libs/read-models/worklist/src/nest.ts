export * from './deal-worklist.queries.ts';
export * from './http/criterion.dto.ts';
export * from './http/deal-worklist.dto.ts';
export * from './http/lead-worklist.dto.ts';
export * from './lead-worklist.queries.ts';
export * from './worklist.module.ts';
export * from './worklist.tables.ts';
