export * from './forecast.projection.ts';
export * from './forecast.row.ts';
export * from './weighted.ts';
