import { randomBytes } from 'node:crypto';
import { KeyErased, type KeyId, type KeyLookup, type KeyVault } from '#eventsourcing';

/** Keys in this process' memory: for tests and for trying things out. `keys` makes a new one; random unless given. */
export const inMemoryKeyVault = (keys: () => Buffer = () => randomBytes(32)): KeyVault => {
  const known = new Map<KeyId, Buffer | 'erased'>();
  return {
    obtain: async (id) => {
      const key = known.get(id) ?? keys();
      if (key === 'erased') throw new KeyErased(id);
      known.set(id, key);
      return key;
    },
    find: async (id): Promise<KeyLookup> => {
      const key = known.get(id);
      if (key === undefined) return { kind: 'unknown' };
      return key === 'erased' ? { kind: 'erased' } : { kind: 'found', key };
    },
    erase: async (id) => {
      const key = known.get(id);
      known.set(id, 'erased');
      return key !== undefined && key !== 'erased';
    },
  };
};
