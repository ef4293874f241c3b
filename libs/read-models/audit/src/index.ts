export * from './audit.projection.ts';
export * from './audit.row.ts';
export * from './changes.ts';
export * from './deal-snapshot.ts';
