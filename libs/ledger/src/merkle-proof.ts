import { foldSubtrees, nodeHash, storedLevels } from './merkle.ts';

/** Consecutive stored nodes; on level 0 the leaves themselves. */
export interface NodeSpan {
  /** A multiple of {@link storedLevels}. */
  readonly level: number;
  readonly from: number;
  readonly count: number;
}

/** Reads hashes of complete subtrees: as many lists as spans, each of the length asked for, or it throws. */
export interface NodeReader {
  nodes(spans: readonly NodeSpan[]): Promise<readonly (readonly Buffer[])[]>;
}

/** Leaves `from` ≤ index < `to`; `from` is aligned to the largest complete subtree in it. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two smaller than `size`, which is at least 2: where RFC 6962 splits a tree. */
const split = (size: number): number => {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
};

/** RFC 6962 PATH(m, D[n]), the ranges whose hashes make it, from the leaf upwards. */
const pathRanges = (index: number, { from, to }: Range): Range[] => {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...pathRanges(index, { from, to: middle }), { from: middle, to }]
    : [...pathRanges(index, { from: middle, to }), { from, to: middle }];
};

/** RFC 6962 SUBPROOF(m, D[n], b). `known`: the old tree is this very subtree, whose hash the verifier has. */
const subproofRanges = (old: number, { from, to }: Range, known: boolean): Range[] => {
  if (old === to) return known ? [] : [{ from, to }];
  const middle = from + split(to - from);
  return old <= middle
    ? [...subproofRanges(old, { from, to: middle }, known), { from: middle, to }]
    : [...subproofRanges(old, { from: middle, to }, false), { from, to: middle }];
};

/** A range as complete subtrees from left to right, each as the stored nodes it is hashed from. */
const subtreeSpans = ({ from, to }: Range): NodeSpan[] => {
  const spans: NodeSpan[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (2 ** (level + 1) <= to - at) level += 1;
    const base = level - (level % storedLevels);
    spans.push({ level: base, from: at / 2 ** base, count: 2 ** (level - base) });
    at += 2 ** level;
  }
  return spans;
};

const foldComplete = (hashes: readonly Buffer[]): Buffer => {
  let row = hashes;
  while (row.length > 1) {
    const pairs = row;
    row = Array.from({ length: pairs.length / 2 }, (_, at) => nodeHash(pairs[2 * at] as Buffer, pairs[2 * at + 1] as Buffer));
  }
  return row[0] as Buffer;
};

/** All that the ranges need is read at once. */
const hashRanges = async (reader: NodeReader, ranges: readonly Range[]): Promise<Buffer[]> => {
  const wanted = ranges.map(subtreeSpans);
  const spans = wanted.flat();
  const found = spans.length === 0 ? [] : await reader.nodes(spans);
  let at = 0;
  return wanted.map((subtrees) => foldSubtrees(subtrees.map(() => foldComplete(found[at++] as readonly Buffer[]))));
};

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Hashes that lead from the leaf at `index` to the root of the first `size` leaves. Throws RangeError unless 0 ≤ index < size. */
export const inclusionPath = async (reader: NodeReader, index: number, size: number): Promise<Buffer[]> => {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError(`no index ${index} in a tree of ${size}`);
  return hashRanges(reader, pathRanges(index, { from: 0, to: size }));
};

/** Hashes that show the first `from` leaves to be a prefix of the first `to`. Throws RangeError unless 0 ≤ from ≤ to. */
export const consistencyPath = async (reader: NodeReader, from: number, to: number): Promise<Buffer[]> => {
  if (!isSize(from) || !isSize(to) || from > to) throw new RangeError(`a tree of ${from} is no prefix of one of ${to}`);
  return hashRanges(reader, from === 0 || from === to ? [] : subproofRanges(from, { from: 0, to }, true));
};

/** Root of the first `size` leaves of a tree that is at least as large. */
export const rootAt = async (reader: NodeReader, size: number): Promise<Buffer> => {
  const [root] = await hashRanges(reader, [{ from: 0, to: size }]);
  return root as Buffer;
};
