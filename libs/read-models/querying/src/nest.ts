export * from './deal-owners.queries.ts';
export * from './live-view.tables.ts';
export * from './query.dto.ts';
