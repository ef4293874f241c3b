import { hash } from 'node:crypto';
import fc from 'fast-check';
import { consistencyPath, inclusionPath, rootAt, type NodeReader, type NodeSpan } from './merkle-proof.ts';
import { isConsistent, isIncluded } from './merkle-verify.ts';
import { emptyFrontier, growFrontier, leafHash, packHashes, rootOf, unpackHashes, type TreeNode } from './merkle.ts';

const sha256 = (...parts: readonly Buffer[]): Buffer => Buffer.from(hash('sha256', Buffer.concat(parts), 'hex'), 'hex');

/** RFC 6962, 2.1, word for word. */
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));
const treeHash = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0] as Buffer;
  const k = split(leaves.length);
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
};
const path = (m: number, leaves: readonly Buffer[]): Buffer[] => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), treeHash(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), treeHash(leaves.slice(0, k))];
};
const subproof = (m: number, leaves: readonly Buffer[], complete: boolean): Buffer[] => {
  if (m === leaves.length) return complete ? [] : [treeHash(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), complete), treeHash(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), treeHash(leaves.slice(0, k))];
};

const leavesOf = (count: number): Buffer[] => Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`entry ${at}`)));

/** Serves only what the ledger would store, and counts what is read. */
const treeOf = (leaves: readonly Buffer[]) => {
  const stored = new Map<string, Buffer>(leaves.map((leaf, at) => [`0/${at}`, leaf]));
  const { frontier, nodes } = growFrontier(emptyFrontier, leaves);
  for (const { level, index, hash: node } of nodes) stored.set(`${level}/${index}`, node);
  const reads: NodeSpan[] = [];
  const one = (level: number, index: number): Buffer => {
    const found = stored.get(`${level}/${index}`);
    if (!found) throw new Error(`node ${level}/${index} is not stored`);
    return found;
  };
  const reader: NodeReader = {
    nodes: async (spans) => {
      reads.push(...spans);
      return spans.map(({ level, from, count }) => Array.from({ length: count }, (_, at) => one(level, from + at)));
    },
  };
  return { frontier, nodes, reader, hashesRead: () => reads.reduce((sum, { count }) => sum + count, 0) };
};

const hex = (hashes: readonly Buffer[]): string[] => hashes.map((each) => each.toString('hex'));
const flipped = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte, at) => (at === 7 ? byte ^ 1 : byte)));

describe('the tree over the leaves', () => {
  it('has the roots that Certificate Transparency publishes for its test leaves', () => {
    const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const leaves = entries.map((entry) => leafHash(Buffer.from(entry, 'hex')));
    const roots = Array.from({ length: 9 }, (_, size) => rootOf(growFrontier(emptyFrontier, leaves.slice(0, size)).frontier));
    expect(hex(roots)).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  it('hashes an entry of any length as a leaf, whatever was hashed before', () => {
    const lengths = [0, 1, 4095, 4096, 4097, 9000, 10, 0];
    for (const length of lengths) {
      const entry = Buffer.alloc(length, length % 251);
      expect(leafHash(entry)).toEqual(sha256(Buffer.of(0), entry));
    }
  });

  it('has the root of the plain recursion at every size up to 300, however it was grown', () => {
    const leaves = leavesOf(300);
    let grown = emptyFrontier;
    for (let size = 0; size <= 300; size += 1) {
      expect(rootOf(grown)).toEqual(treeHash(leaves.slice(0, size)));
      expect(unpackHashes(packHashes(grown.hashes))).toEqual(grown.hashes);
      expect(grown.hashes).toHaveLength([...size.toString(2)].filter((bit) => bit === '1').length);
      grown = growFrontier(grown, leaves.slice(size, size + 1)).frontier;
    }
  });

  it('does not depend on how the leaves were split into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 }), (batches) => {
        const leaves = leavesOf(batches.reduce((sum, count) => sum + count, 0));
        const nodes: TreeNode[] = [];
        let frontier = emptyFrontier;
        for (const count of batches) {
          const grown = growFrontier(frontier, leaves.slice(frontier.size, frontier.size + count));
          ({ frontier } = grown);
          nodes.push(...grown.nodes);
        }
        const whole = treeOf(leaves);
        expect(frontier).toEqual(whole.frontier);
        expect(nodes).toEqual(whole.nodes);
      }),
      { numRuns: 30 },
    );
  });

  it('stores one inner node for 256 leaves, and one above for 65,536', () => {
    const { nodes } = treeOf(leavesOf(65_536 + 255));
    expect(nodes.filter(({ level }) => level === 8)).toHaveLength(256);
    expect(nodes.filter(({ level }) => level === 16)).toHaveLength(1);
    expect(nodes).toHaveLength(257);
  });
});

describe('proofs', () => {
  it('of inclusion are those of the recursion and hold, for every index of every size up to 70', async () => {
    const leaves = leavesOf(70);
    const { reader } = treeOf(leaves);
    for (let size = 1; size <= 70; size += 1) {
      const root = treeHash(leaves.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const proof = await inclusionPath(reader, index, size);
        expect(hex(proof)).toEqual(hex(path(index, leaves.slice(0, size))));
        expect(isIncluded(leaves[index] as Buffer, index, size, proof, root)).toBe(true);
      }
    }
  });

  it('of consistency are those of the recursion and hold, for every two sizes up to 70', async () => {
    const leaves = leavesOf(70);
    const { reader } = treeOf(leaves);
    const roots = Array.from({ length: 71 }, (_, size) => treeHash(leaves.slice(0, size)));
    for (let to = 1; to <= 70; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const proof = await consistencyPath(reader, from, to);
        expect(hex(proof)).toEqual(hex(from === to ? [] : subproof(from, leaves.slice(0, to), true)));
        expect(isConsistent(from, roots[from] as Buffer, to, roots[to] as Buffer, proof)).toBe(true);
      }
    }
  });

  it('hold for every size up to 300 and random larger ones, of inclusion and consistency', async () => {
    const leaves = leavesOf(66_000);
    const { reader } = treeOf(leaves);
    const holds = async (index: number, from: number, to: number): Promise<void> => {
      const root = await rootAt(reader, to);
      expect(root).toEqual(treeHash(leaves.slice(0, to)));
      const inclusion = await inclusionPath(reader, index, to);
      expect(isIncluded(leaves[index] as Buffer, index, to, inclusion, root)).toBe(true);
      const consistency = await consistencyPath(reader, from, to);
      expect(isConsistent(from, await rootAt(reader, from), to, root, consistency)).toBe(true);
    };
    for (let size = 1; size <= 300; size += 1) await holds((size * 7919) % size, (size * 104_729) % (size + 1), size);
    const sizes = fc
      .integer({ min: 301, max: 66_000 })
      .chain((to) => fc.record({ to: fc.constant(to), from: fc.integer({ min: 0, max: to }), index: fc.integer({ min: 0, max: to - 1 }) }));
    await fc.assert(
      fc.asyncProperty(sizes, ({ index, from, to }) => holds(index, from, to)),
      { numRuns: 10, examples: [[{ to: 65_536, from: 256, index: 65_535 }], [{ to: 65_537, from: 65_536, index: 65_536 }]] },
    );
  });

  it('read a few hundred hashes, however large the tree', async () => {
    const tree = treeOf(leavesOf(70_000));
    await inclusionPath(tree.reader, 1234, 69_999);
    expect(tree.hashesRead()).toBeLessThan(3 * 2 * 256);
  });

  it('of something else do not hold', async () => {
    const leaves = leavesOf(70);
    const { reader } = treeOf(leaves);
    const sizes = fc.integer({ min: 2, max: 70 }).chain((to) =>
      fc.record({
        to: fc.constant(to),
        from: fc.integer({ min: 1, max: to - 1 }),
        index: fc.integer({ min: 0, max: to - 1 }),
        at: fc.nat(),
      }),
    );
    const refuses = async ({ to, from, index, at }: { to: number; from: number; index: number; at: number }): Promise<void> => {
      const [older, newer] = [await rootAt(reader, from), await rootAt(reader, to)];
      const inclusion = await inclusionPath(reader, index, to);
      const consistency = await consistencyPath(reader, from, to);
      const leaf = leaves[index] as Buffer;
      const spoiled = (proof: readonly Buffer[]) => proof.map((each, n) => (n === at % proof.length ? flipped(each) : each));
      expect(isIncluded(flipped(leaf), index, to, inclusion, newer)).toBe(false);
      expect(isIncluded(leaf, index, to, spoiled(inclusion), newer)).toBe(false);
      expect(isIncluded(leaf, index, to, inclusion, flipped(newer))).toBe(false);
      expect(isIncluded(leaf, (index + 1) % to, to, inclusion, newer)).toBe(false);
      expect(isIncluded(leaf, index, to, [...inclusion, leaf], newer)).toBe(false);
      expect(isIncluded(leaf, index, to, inclusion.slice(1), newer)).toBe(false);
      expect(isIncluded(leaf, index, to, [...inclusion.slice(1), Buffer.alloc(31)], newer)).toBe(false);
      expect(isIncluded(leaf, to, to, inclusion, newer)).toBe(false);
      expect(isConsistent(from, flipped(older), to, newer, consistency)).toBe(false);
      expect(isConsistent(from, older, to, flipped(newer), consistency)).toBe(false);
      expect(isConsistent(from, older, to, newer, spoiled(consistency))).toBe(false);
      expect(isConsistent(from, older, to, newer, consistency.slice(0, -1))).toBe(false);
      expect(isConsistent(to, newer, from, older, consistency)).toBe(false);
    };
    await fc.assert(fc.asyncProperty(sizes, refuses), { numRuns: 200 });
  });

  it('refuse what is outside the tree', async () => {
    const { reader } = treeOf(leavesOf(5));
    await expect(inclusionPath(reader, 5, 5)).rejects.toThrow(RangeError);
    await expect(inclusionPath(reader, -1, 5)).rejects.toThrow(RangeError);
    await expect(consistencyPath(reader, 4, 3)).rejects.toThrow(RangeError);
    await expect(consistencyPath(reader, 0.5, 3)).rejects.toThrow(RangeError);
  });

  it('show the empty tree to be a prefix of every one', async () => {
    const { reader, frontier } = treeOf(leavesOf(5));
    const proof = await consistencyPath(reader, 0, 5);
    expect(proof).toEqual([]);
    expect(isConsistent(0, sha256(), 5, rootOf(frontier), proof)).toBe(true);
    expect(isConsistent(0, leafHash(Buffer.alloc(0)), 5, rootOf(frontier), proof)).toBe(false);
  });
});
