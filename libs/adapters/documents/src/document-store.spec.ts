import { documentStoreContract } from '#eventsourcing/testing';
import { inMemoryDocumentStore } from './index.ts';

describe('documents in memory', () =>
  documentStoreContract(async () => {
    const parts = new Map<string, readonly Buffer[]>();
    const store = inMemoryDocumentStore(parts);
    const bytes = (): readonly Buffer[] => [...parts.values()].flat();
    return {
      ...{ store, elsewhere: inMemoryDocumentStore(parts) },
      bytesKept: async () => bytes().reduce((sum, { length }) => sum + length, 0),
      damage: async (sha256) => void parts.get(sha256)?.[0]?.writeUInt8((parts.get(sha256)?.[0]?.readUInt8(0) ?? 0) ^ 1, 0),
      close: async () => undefined,
    };
  }));
