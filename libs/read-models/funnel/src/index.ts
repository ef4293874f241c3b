export * from './funnel.projection.ts';
export * from './funnel.row.ts';
