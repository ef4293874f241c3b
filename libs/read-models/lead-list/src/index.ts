export * from './lead-list.projection.ts';
export * from './lead-list.row.ts';
