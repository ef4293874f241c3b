export * from './forecast.module.ts';
export * from './forecast.queries.ts';
export * from './forecast.tables.ts';
export * from './http/forecast.dto.ts';
