export { inMemoryDocumentStore } from './in-memory-document-store.ts';
export { postgresDocumentStore } from './postgres-document-store.ts';
