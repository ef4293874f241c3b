export * from './opportunity-list.projection.ts';
export * from './opportunity-list.row.ts';
export * from './user-teams.projection.ts';
