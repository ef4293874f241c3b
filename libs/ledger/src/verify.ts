import type { Clock } from '#eventsourcing';
import type { Finding } from './findings.ts';
import type { LedgerState } from './ledger-store.port.ts';
import { emptyRoot, packHashes, rootOf } from './merkle.ts';
import type { LedgerRow, VerificationSource } from './verification.port.ts';
import { extentOf } from './verify-extent.ts';
import { pairRows } from './verify-pairs.ts';
import { checkCopy, comparePlaces, type Report } from './verify-rows.ts';
import { nodeComparison, treeOverRows } from './verify-tree.ts';
import type { HeadWitness, WitnessedHead } from './witness.ts';

export interface VerifyOptions {
  readonly source: VerificationSource;
  /** Without heads outside, a database that was rewritten consistently is not found out. */
  readonly witness?: HeadWitness;
  readonly clock: Clock;
  /** Told now and then how far it is, in events. */
  readonly onProgress?: (done: number, total: number) => void;
  /** How many findings are listed; all are counted. */
  readonly findingsAtMost?: number;
}

export interface Verification {
  /** Nothing was found wrong. */
  readonly ok: boolean;
  /** Absent when nothing was ever sequenced. */
  readonly ledgerId?: string;
  /** Events verified: the ledger's size when it began. */
  readonly size: number;
  /** As computed from the ledger's leaves; hexadecimal. */
  readonly root: string;
  readonly findings: readonly Finding[];
  /** More than are listed, if there were too many. */
  readonly findingCount: number;
  /** Heads outside that this ledger was held against. */
  readonly checkedHeads: number;
  /** Events in the store that wait to be sequenced, which is no error; counts up to 1,000,000. */
  readonly unsequenced: number;
}

const unsequencedLimit = 1_000_000;

const collector = (atMost: number) => {
  const findings: Finding[] = [];
  let count = 0;
  const report: Report = (finding) => {
    count += 1;
    if (findings.length < atMost) findings.push(finding);
  };
  return { report, findings, count: () => count };
};

const headsOf = async (witness: HeadWitness | undefined, report: Report): Promise<readonly WitnessedHead[]> => {
  const heads: WitnessedHead[] = [];
  if (witness) for await (const head of witness.heads((line) => report({ kind: 'headUnreadable', line }))) heads.push(head);
  return heads;
};

type Heads = ReadonlyMap<number, readonly WitnessedHead[]>;

/** What heads tell without looking at the tree. There may be one for each minute of years: of many that tell the same, one is reported. */
const reportHeads = (heads: readonly WitnessedHead[], state: LedgerState | undefined, report: Report): void => {
  const isOurs = ({ ledgerId }: WitnessedHead): boolean => ledgerId === state?.ledgerId;
  const newest = heads.at(-1);
  if (newest && !isOurs(newest)) report({ kind: 'ledgerReplaced', witnessed: newest.ledgerId, size: newest.size, time: newest.time });
  const [first, last] = [heads.findIndex(isOurs), heads.findLastIndex(isOurs)];
  for (const [at, head] of heads.entries())
    if (first < at && at < last && !isOurs(head)) report({ kind: 'headForeign', size: head.size, time: head.time });
  const longest = heads
    .filter(isOurs)
    .reduce<WitnessedHead | undefined>((most, head) => (most && most.size >= head.size ? most : head), undefined);
  if (longest && state && longest.size > state.frontier.size)
    report({ kind: 'shorterThanWitnessed', size: longest.size, time: longest.time });
};

/** The heads of this ledger that can be held against its tree, by size. */
const comparableHeads = (heads: readonly WitnessedHead[], state: LedgerState | undefined): Heads => {
  const bySize = new Map<number, WitnessedHead[]>();
  for (const head of heads)
    if (state && head.ledgerId === state.ledgerId && head.size <= state.frontier.size)
      bySize.set(head.size, [...(bySize.get(head.size) ?? []), head]);
  return bySize;
};

/** Gets the root at each size of a head, smallest first: after one that agrees, the first that does not. */
const headComparison = (heads: Heads, report: Report) => {
  let agreed = true;
  return (size: number, root: Buffer): void => {
    for (const { root: witnessed, time } of heads.get(size) ?? []) {
      const agrees = witnessed === root.toString('hex');
      if (agreed && !agrees) report({ kind: 'rewritten', size, time });
      agreed = agrees;
    }
  };
};

const checkHead = (state: LedgerState, counted: ReturnType<ReturnType<typeof treeOverRows>['frontier']>, report: Report): void => {
  const root = rootOf(counted);
  if (!state.root.equals(root)) report({ kind: 'rootWrong', stated: state.root.toString('hex'), computed: root.toString('hex') });
  if (!packHashes(state.frontier.hashes).equals(packHashes(counted.hashes))) report({ kind: 'frontierWrong' });
};

const checkCursor = async (source: VerificationSource, state: LedgerState, last: LedgerRow | undefined, report: Report): Promise<void> => {
  const { cursor } = state;
  const place = cursor === undefined ? undefined : await source.placeOf(cursor);
  const agrees = place && last ? comparePlaces(place, last) === 0 : cursor === undefined && last === undefined;
  if (!agrees) report({ kind: 'cursorWrong' });
};

async function* nothing(): AsyncGenerator<never> {}

const checkSurplus = async (source: VerificationSource, size: number, atMost: number, report: Report): Promise<void> => {
  const { rows, nodes } = await source.surplus(size, atMost);
  for (const { index, stream, revision } of rows) report({ kind: 'rowSurplus', index, stream, revision });
  for (const { level, index } of nodes) report({ kind: 'nodeSurplus', level, node: index });
};

const findingsListed = 1000;

/** Store against ledger against its tree, in one pass over each; the root of the leaves. */
const verifyRows = async (
  { source, onProgress, findingsAtMost = findingsListed }: VerifyOptions,
  state: LedgerState,
  heads: Heads,
  report: Report,
): Promise<Buffer> => {
  const { size, until } = await extentOf(source, state, report);
  const tree = treeOverRows(report, {
    sizes: [...heads.keys()].sort((one, other) => one - other),
    onRoot: headComparison(heads, report),
  });
  const nodes = nodeComparison(source.storedNodes(size), report);
  let last: LedgerRow | undefined;
  await pairRows({
    store: until === undefined ? nothing() : source.storeRows(state.prefix, until),
    ledger: source.ledgerRows(size),
    report,
    onSequenced: (row) => {
      checkCopy(row, report);
      tree.add(row);
      last = row;
    },
    onBatch: async () => {
      await nodes.compare(tree.takeNodes());
      onProgress?.(tree.size(), size);
    },
  });
  tree.bridgeTo(size);
  await nodes.compare(tree.takeNodes());
  await nodes.finish();
  checkHead(state, tree.frontier(), report);
  await checkCursor(source, state, last, report);
  await checkSurplus(source, size, findingsAtMost, report);
  return rootOf(tree.frontier());
};

const verifyHeadless = async (source: VerificationSource, report: Report): Promise<Buffer> => {
  if ((await source.surplus(0, 1)).rows.length > 0) report({ kind: 'headMissing' });
  return emptyRoot;
};

/**
 * Full verification: every stored byte against its entry, every entry against its leaf, store against ledger both ways, the leaves against
 * the tree and the head, and all of it against the heads outside. May run while events are written: it verifies what was sequenced when
 * it began. Its memory grows with the number of streams, not of events.
 * A head that holds is written outside.
 */
export const verify = async (options: VerifyOptions): Promise<Verification> => {
  const { source, witness, clock, findingsAtMost = findingsListed } = options;
  const { report, findings, count } = collector(findingsAtMost);
  // The heads first: a ledger read after them is never shorter by right.
  const heads = await headsOf(witness, report);
  const state = await source.current();
  reportHeads(heads, state, report);
  const comparable = comparableHeads(heads, state);
  const root = state ? await verifyRows(options, state, comparable, report) : await verifyHeadless(source, report);
  const size = state?.frontier.size ?? 0;
  const ok = count() === 0;
  if (ok && state) await witness?.record({ ledgerId: state.ledgerId, size, root: root.toString('hex'), time: clock() });
  return {
    ok,
    ...(state && { ledgerId: state.ledgerId }),
    size,
    root: root.toString('hex'),
    findings,
    findingCount: count(),
    checkedHeads: [...comparable.values()].reduce((sum, { length }) => sum + length, 0),
    unsequenced: await source.unsequenced(unsequencedLimit),
  };
};
