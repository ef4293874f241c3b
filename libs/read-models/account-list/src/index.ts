export * from './account-list.projection.ts';
export * from './account-list.row.ts';
export * from './contact-list.projection.ts';
export * from './contact-list.row.ts';
