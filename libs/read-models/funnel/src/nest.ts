export * from './funnel.module.ts';
export * from './funnel.queries.ts';
export * from './funnel.tables.ts';
export * from './http/funnel.dto.ts';
