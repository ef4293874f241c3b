export * from './dated-facts.ts';
export * from './deal-work.ts';
export * from './deal-worklist.projection.ts';
export * from './deal-worklist.row.ts';
export * from './due.ts';
export * from './gate-view.ts';
export * from './risk.ts';
export * from './who-may.ts';
