import { emptyRoot, nodeHash } from './merkle.ts';

/** Where two numbers stand on the way up the tree: the node's own index and that of the last node of its level. */
interface Climb {
  at: number;
  last: number;
}

const up = (climb: Climb): void => {
  climb.at = Math.floor(climb.at / 2);
  climb.last = Math.floor(climb.last / 2);
};

const isRight = (number: number): boolean => number % 2 === 1;

/** 0 ≤ lower < upper */
const areOrdered = (lower: number, upper: number): boolean =>
  Number.isSafeInteger(lower) && Number.isSafeInteger(upper) && lower >= 0 && lower < upper;

/** A shorter or longer hash would let bytes that nobody hashed take part. */
const areHashes = (hashes: readonly Buffer[]): boolean => hashes.every(({ length }) => length === emptyRoot.length);

/** From a node that has no right sibling up to where it is a right child itself. */
const skipLonely = (climb: Climb): void => {
  while (!isRight(climb.at) && climb.at !== 0) up(climb);
};

/** RFC 9162, 2.1.3.2: whether the leaf at `index` is in the tree of `size` leaves with this root. Never throws on what a stranger sent. */
export const isIncluded = (leaf: Buffer, index: number, size: number, path: readonly Buffer[], root: Buffer): boolean => {
  if (!areOrdered(index, size) || !areHashes([leaf, ...path])) return false;
  const climb: Climb = { at: index, last: size - 1 };
  let hash = leaf;
  for (const sibling of path) {
    if (climb.last === 0) return false;
    if (isRight(climb.at) || climb.at === climb.last) {
      hash = nodeHash(sibling, hash);
      skipLonely(climb);
    } else {
      hash = nodeHash(hash, sibling);
    }
    up(climb);
  }
  return climb.last === 0 && hash.equals(root);
};

const isPowerOfTwo = (number: number): boolean => Number.isInteger(Math.log2(number)) && 2 ** Math.log2(number) === number;

const climbBoth = (from: number, to: number, path: readonly Buffer[]): { climb: Climb; older: Buffer; newer: Buffer } | undefined => {
  const climb: Climb = { at: from - 1, last: to - 1 };
  while (isRight(climb.at)) up(climb);
  let older = path[0] as Buffer;
  let newer = older;
  for (const sibling of path.slice(1)) {
    if (climb.last === 0) return undefined;
    if (isRight(climb.at) || climb.at === climb.last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      skipLonely(climb);
    } else {
      newer = nodeHash(newer, sibling);
    }
    up(climb);
  }
  return { climb, older, newer };
};

const isPrefix = (from: number, fromRoot: Buffer, to: number, toRoot: Buffer, path: readonly Buffer[]): boolean => {
  if (path.length === 0) return false;
  const climbed = climbBoth(from, to, isPowerOfTwo(from) ? [fromRoot, ...path] : path);
  return climbed !== undefined && climbed.climb.last === 0 && climbed.older.equals(fromRoot) && climbed.newer.equals(toRoot);
};

/** RFC 9162, 2.1.4.2: whether the tree of `from` leaves is a prefix of that of `to` leaves. The empty tree is a prefix of every one. */
export const isConsistent = (from: number, fromRoot: Buffer, to: number, toRoot: Buffer, path: readonly Buffer[]): boolean => {
  if (!areHashes([fromRoot, ...path])) return false;
  if (from === to) return Number.isSafeInteger(from) && from >= 0 && path.length === 0 && fromRoot.equals(toRoot);
  if (!areOrdered(from, to)) return false;
  if (from === 0) return path.length === 0 && fromRoot.equals(emptyRoot);
  return isPrefix(from, fromRoot, to, toRoot, path);
};
