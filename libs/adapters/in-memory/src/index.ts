export { InMemoryEventStore } from './event-store.ts';
