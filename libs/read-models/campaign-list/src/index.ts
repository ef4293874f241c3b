export * from './campaign-list.projection.ts';
export * from './campaign-list.row.ts';
export * from './cost-per-lead.ts';
