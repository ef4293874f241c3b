export * from './org-chart.module.ts';
export * from './org-chart.queries.ts';
export * from './org-chart.tables.ts';
export * from './http/org-chart.dto.ts';
