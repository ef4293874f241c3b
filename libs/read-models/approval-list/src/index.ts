export * from './approval-list.projection.ts';
export * from './approval-list.row.ts';
export * from './authorities.ts';
export * from './current-step.ts';
