export * from './org-chart.projection.ts';
export * from './org-chart.row.ts';
export * from './role-proposals.ts';
export * from './stand-ins.ts';
