export * from './client.ts';
export * from './history.view.ts';
export * from './money.ts';
export * from './progress.ts';
export * from './table.ts';
export * from './user-error.ts';
