export { InvalidConnectionString } from './connection-string.ts';
export { EventStoreDbEventSource, type EventStoreDbEventSourceOptions } from './event-source.ts';
export { EventsMisplaced, EventStoreDbEventStore, type EventStoreDbEventStoreOptions } from './event-store.ts';
export { placeOf } from './place.ts';
export { ForeignEvent } from './stored-record.ts';
