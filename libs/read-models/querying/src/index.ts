export * from './deal-sight.ts';
export * from './keyset.ts';
export * from './processes.ts';
export * from './reading-scope.ts';
export * from './sealed-view.ts';
export type { Place } from './work-order.ts';
export * from './work-page.ts';
