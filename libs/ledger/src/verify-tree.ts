import type { StreamId } from '#eventsourcing';
import { rowFeed } from './row-feed.ts';
import { emptyFrontier, growingFrontier, rootOf, type Frontier, type TreeNode } from './merkle.ts';
import type { LedgerRow } from './verification.port.ts';
import type { Report } from './verify-rows.ts';

const unknownLeaf = Buffer.alloc(32);

/** Checks that indexes are dense and streams in order, and hashes the tree again. */
export const treeOverRows = (
  report: Report,
  options: { readonly sizes: readonly number[]; readonly onRoot: (size: number, root: Buffer) => void },
) => {
  const streams = new Map<StreamId, { next: number }>();
  const nodes: TreeNode[] = [];
  const growing = growingFrontier(emptyFrontier, (node) => nodes.push(node));
  const { sizes, onRoot } = options;
  let size = 0;
  let nextSize = 0;

  const roots = (): void => {
    for (; sizes[nextSize] === size; nextSize += 1) onRoot(size, rootOf(growing.frontier()));
  };
  const append = (leaf: Buffer): void => {
    growing.append(leaf);
    size += 1;
    roots();
  };
  /** Leaves that are gone count as zeros, so that everything after them stays where it was. */
  const bridge = (index: number): void => {
    report({ kind: 'indexGap', from: size, to: index - 1 });
    while (size < index) append(unknownLeaf);
  };
  const checkStream = ({ index, stream, revision }: LedgerRow): void => {
    const known = streams.get(stream);
    const expected = known?.next ?? 0;
    if (revision !== expected) report({ kind: 'streamOrder', index, stream, revision, expected });
    if (known) known.next = revision + 1;
    else streams.set(stream, { next: revision + 1 });
  };
  roots();
  return {
    add: (row: LedgerRow): void => {
      const { index, stream, revision, leaf } = row;
      if (index < size) return report({ kind: 'indexRepeated', index, stream, revision });
      if (index > size) bridge(index);
      checkStream(row);
      append(leaf.length === unknownLeaf.length ? leaf : unknownLeaf);
    },
    /** Inner nodes that became complete since the last call. */
    takeNodes: (): readonly TreeNode[] => nodes.splice(0),
    bridgeTo: (whole: number): void => {
      if (size < whole) bridge(whole);
    },
    size: (): number => size,
    frontier: (): Frontier => growing.frontier(),
  };
};

const lastLeaf = ({ level, index }: TreeNode): number => (index + 1) * 2 ** level;
const inOrderOfCompletion = (one: TreeNode, other: TreeNode): number => lastLeaf(one) - lastLeaf(other) || one.level - other.level;

/** Holds stored inner nodes against computed ones, both in the order of completion. */
export const nodeComparison = (batches: AsyncIterable<readonly TreeNode[]>, report: Report) => {
  const stored = rowFeed(batches);
  const tell = (kind: 'nodeWrong' | 'nodeMissing' | 'nodeSurplus', { level, index }: TreeNode): void =>
    report({ kind, level, node: index });

  const next = async (): Promise<TreeNode | undefined> => {
    while (!stored.ready(1)) await stored.refill();
    return stored.peek();
  };
  const compare = async (computed: TreeNode): Promise<void> => {
    let found = await next();
    for (; found && inOrderOfCompletion(found, computed) < 0; found = await next()) {
      tell('nodeSurplus', found);
      stored.skip();
    }
    if (!found || inOrderOfCompletion(found, computed) > 0) return tell('nodeMissing', computed);
    if (!found.hash.equals(computed.hash)) tell('nodeWrong', found);
    stored.skip();
  };
  return {
    compare: async (computed: readonly TreeNode[]): Promise<void> => {
      for (const node of computed) await compare(node);
    },
    finish: async (): Promise<void> => {
      for (let found = await next(); found; found = await next()) {
        tell('nodeSurplus', found);
        stored.skip();
      }
      await stored.close();
    },
  };
};
