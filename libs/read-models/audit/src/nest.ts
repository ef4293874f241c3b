export * from './audit.module.ts';
export * from './audit.queries.ts';
export * from './audit.tables.ts';
export * from './http/audit.dto.ts';
