export * from './definition-list.projection.ts';
export * from './definition-list.row.ts';
