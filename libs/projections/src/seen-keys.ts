/** 4 MiB: one false alarm in a hundred at 3.5 million keys. */
const BITS = 2 ** 25;
const PROBES = 5;

const hashOf = (text: string, seed: number): number => {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x85ebca6b) >>> 0;
};

/** Remembers keys in little memory (a Bloom filter): `mayHave` is false only for a key that was never added, so that the database need not be asked for it. */
export interface SeenKeys {
  add(key: string): void;
  mayHave(key: string): boolean;
}

export const seenKeys = (): SeenKeys => {
  const words = new Uint32Array(BITS / 32);
  return {
    add: (key) => {
      const [start, step] = [hashOf(key, 0x811c9dc5), hashOf(key, 0x1b873593) | 1];
      for (let probe = 0; probe < PROBES; probe += 1) {
        const bit = (start + Math.imul(probe, step)) & (BITS - 1);
        words[bit >>> 5]! |= 1 << (bit & 31);
      }
    },
    mayHave: (key) => {
      const [start, step] = [hashOf(key, 0x811c9dc5), hashOf(key, 0x1b873593) | 1];
      for (let probe = 0; probe < PROBES; probe += 1) {
        const bit = (start + Math.imul(probe, step)) & (BITS - 1);
        if ((words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
      }
      return true;
    },
  };
};
