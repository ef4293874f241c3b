import { hash } from 'node:crypto';

/** SHA-256 of nothing: the root of the empty tree. */
export const emptyRoot: Buffer = Buffer.from(hash('sha256', '', 'hex'), 'hex');

const hashLength = 32;
let leafScratch = Buffer.alloc(4096);
const nodeScratch = Buffer.alloc(1 + 2 * hashLength, 0x01);

/** One-shot and by way of a string: less than half the time of a `Hash` object or a one-shot `Buffer`. */
const sha256 = (bytes: Buffer): Buffer => Buffer.from(hash('sha256', bytes, 'latin1' as 'hex'), 'latin1');

const prefixed = (entry: Buffer): Buffer => {
  if (leafScratch.length <= entry.length) leafScratch = Buffer.alloc(2 * entry.length + 1);
  entry.copy(leafScratch, 1);
  return leafScratch.subarray(0, entry.length + 1);
};

/** RFC 6962 leaf: SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: Buffer): Buffer => sha256(prefixed(entry));

/** RFC 6962 inner node: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => {
  left.copy(nodeScratch, 1, 0, hashLength);
  right.copy(nodeScratch, 1 + hashLength, 0, hashLength);
  return sha256(nodeScratch);
};

/**
 * What must be known of a tree to append to it: the roots of its complete subtrees, from the left (largest) to the right.
 * There is one for each 1 in the binary form of `size`.
 */
export interface Frontier {
  readonly size: number;
  readonly hashes: readonly Buffer[];
}

export const emptyFrontier: Frontier = { size: 0, hashes: [] };

/** The root of a complete, aligned subtree: it covers the 2^level leaves from `index` · 2^level on. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** Of the inner nodes only those on multiples of this level are stored; those between are hashed again when a proof needs them. */
export const storedLevels = 8;

/** A frontier that takes leaves one by one, for passes over many of them. `onNode` gets each stored inner node as it becomes complete. */
export const growingFrontier = (start: Frontier = emptyFrontier, onNode?: (node: TreeNode) => void) => {
  let { size } = start;
  const hashes = [...start.hashes];
  const append = (leaf: Buffer): void => {
    let node = leaf;
    let level = 0;
    let index = size;
    for (; index % 2 === 1; index = (index - 1) / 2) {
      node = nodeHash(hashes.pop() as Buffer, node);
      level += 1;
      if (level % storedLevels === 0) onNode?.({ level, index: (index - 1) / 2, hash: node });
    }
    hashes.push(node);
    size += 1;
  };
  return { append, frontier: (): Frontier => ({ size, hashes: [...hashes] }) };
};

/** The frontier after more leaves, and the stored inner nodes that they completed. */
export const growFrontier = (start: Frontier, leaves: Iterable<Buffer>): { frontier: Frontier; nodes: readonly TreeNode[] } => {
  const nodes: TreeNode[] = [];
  const growing = growingFrontier(start, (node) => nodes.push(node));
  for (const leaf of leaves) growing.append(leaf);
  return { frontier: growing.frontier(), nodes };
};

/** RFC 6962 Merkle tree hash of a row of complete subtrees, left to right. */
export const foldSubtrees = (hashes: readonly Buffer[]): Buffer =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));

export const rootOf = ({ hashes }: Frontier): Buffer => foldSubtrees(hashes);

/** How many hashes a frontier of this size has. */
export const frontierLength = (size: number): number => {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
};

export const packHashes = (hashes: readonly Buffer[]): Buffer => Buffer.concat(hashes);

export const unpackHashes = (packed: Buffer): readonly Buffer[] =>
  Array.from({ length: packed.length / hashLength }, (_, at) => packed.subarray(at * hashLength, (at + 1) * hashLength));
