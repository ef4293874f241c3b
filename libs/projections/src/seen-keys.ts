/** 4 MiB: one false alarm in a hundred at 3.5 million keys. */
const BITS = 2 ** 25;
const PROBES = 5;

/** Remembers keys in little memory (a Bloom filter): `mayHave` is false only for a key that was never added, so that the database need not be asked for it. */
export interface SeenKeys {
  add(key: string): void;
  mayHave(key: string): boolean;
}

const { imul } = Math;

const mixed = (hash: number): number => imul(hash ^ (hash >>> 15), 0x85ebca6b);

/** Visits the bits of a key until told to stop. */
const visit = (key: string, each: (bit: number) => boolean): boolean => {
  let [one, other] = [0x811c9dc5, 0x1b873593];
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    one = imul(one ^ code, 0x01000193);
    other = imul(other ^ code, 0x5bd1e995);
  }
  const step = mixed(other) | 1;
  let bit = mixed(one);
  for (let probe = 0; probe < PROBES; probe += 1, bit += step) if (!each(bit & (BITS - 1))) return false;
  return true;
};

export const seenKeys = (): SeenKeys => {
  const words = new Uint32Array(BITS / 32);
  const set = (bit: number): boolean => {
    words[bit >>> 5]! |= 1 << (bit & 31);
    return true;
  };
  const isSet = (bit: number): boolean => (words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  return { add: (key) => void visit(key, set), mayHave: (key) => visit(key, isSet) };
};
