export * from './feed-event.ts';
export * from './feed.ts';
export * from './filter.ts';
export * from './follow.ts';
export * from './page.ts';
export * from './position.ts';
export * from './seats.ts';
export * from './settings.ts';
