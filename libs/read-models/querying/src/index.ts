export * from './keyset.ts';
export * from './reading-scope.ts';
export * from './sealed-view.ts';
