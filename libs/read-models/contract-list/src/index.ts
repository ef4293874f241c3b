export * from './contract-list.projection.ts';
export * from './contract-list.row.ts';
export * from './contract-standing.ts';
