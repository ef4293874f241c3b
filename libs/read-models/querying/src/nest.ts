export * from './live-view.tables.ts';
export * from './query.dto.ts';
