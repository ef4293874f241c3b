export * from './feed.module.ts';
export * from './http/feed.dto.ts';
export * from './settings.ts';
