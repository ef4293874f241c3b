import type { Clock } from '#eventsourcing';
import type { Finding } from './findings.ts';
import type { LedgerState } from './ledger-store.port.ts';
import { emptyRoot, packHashes, rootOf } from './merkle.ts';
import type { LedgerRow, VerificationSource } from './verification.port.ts';
import { pairRows } from './verify-pairs.ts';
import { comparePlaces, type Report } from './verify-rows.ts';
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

const headsOf = async (witness: HeadWitness | undefined): Promise<readonly WitnessedHead[]> => {
  const heads: WitnessedHead[] = [];
  if (witness) for await (const head of witness.heads()) heads.push(head);
  return heads;
};

/** The heads of this ledger by size; what they tell without looking at the tree is reported. */
const comparableHeads = (heads: readonly WitnessedHead[], state: LedgerState | undefined, report: Report) => {
  const newest = heads.at(-1);
  if (newest && newest.ledgerId !== state?.ledgerId) {
    const { ledgerId: witnessed, size, time } = newest;
    report({ kind: 'ledgerReplaced', witnessed, size, time });
  }
  const bySize = new Map<number, WitnessedHead[]>();
  for (const head of heads) {
    if (head.ledgerId !== state?.ledgerId) continue;
    if (head.size > state.frontier.size) report({ kind: 'shorterThanWitnessed', size: head.size, time: head.time });
    else bySize.set(head.size, [...(bySize.get(head.size) ?? []), head]);
  }
  return bySize;
};

const checkHead = (state: LedgerState, counted: ReturnType<ReturnType<typeof treeOverRows>['frontier']>, report: Report): void => {
  const root = rootOf(counted);
  if (!state.root.equals(root)) report({ kind: 'rootWrong', stated: state.root.toString('hex'), computed: root.toString('hex') });
  if (!packHashes(state.frontier.hashes).equals(packHashes(counted.hashes))) report({ kind: 'frontierWrong' });
};

const checkCursor = async (source: VerificationSource, state: LedgerState, last: LedgerRow | undefined, report: Report): Promise<void> => {
  const { cursor } = state;
  const agrees =
    cursor === undefined || last === undefined
      ? cursor === undefined && last === undefined
      : comparePlaces(await source.placeOf(cursor), last) === 0;
  if (!agrees) report({ kind: 'cursorWrong' });
};

/** How many rows to expect: what the head says, or more, if the event it names stands further on. */
const sizeOf = async (source: VerificationSource, { cursor, frontier }: LedgerState, report: Report): Promise<number> => {
  const counted = cursor === undefined ? 0 : ((await source.sizeAt(cursor)) ?? frontier.size);
  if (counted !== frontier.size) report({ kind: 'sizeWrong', stated: frontier.size, counted });
  return Math.max(counted, frontier.size);
};

async function* nothing(): AsyncGenerator<never> {}

/** Store against ledger against its tree, in one pass over each; the root of the leaves. */
const verifyRows = async (
  { source, onProgress }: VerifyOptions,
  state: LedgerState,
  heads: ReadonlyMap<number, readonly WitnessedHead[]>,
  report: Report,
): Promise<Buffer> => {
  const { cursor, prefix } = state;
  const size = await sizeOf(source, state, report);
  const tree = treeOverRows(report, {
    sizes: [...heads.keys()].sort((one, other) => one - other),
    onRoot: (size, root) => {
      for (const { root: witnessed, time } of heads.get(size) ?? [])
        if (witnessed !== root.toString('hex')) report({ kind: 'rewritten', size, time });
    },
  });
  const nodes = nodeComparison(source.storedNodes(size), report);
  let last: LedgerRow | undefined;
  await pairRows({
    store: cursor === undefined ? nothing() : source.storeRows(prefix, cursor),
    ledger: source.ledgerRows(size),
    report,
    onSequenced: (row) => {
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
  return rootOf(tree.frontier());
};

/**
 * Full verification: every stored byte against its entry, every entry against its leaf, store against ledger both ways, the leaves against
 * the tree and the head, and all of it against the heads outside. May run while events are written: it verifies what was sequenced when
 * it began. Its memory grows with the number of streams, not of events.
 * A head that holds is written outside.
 */
export const verify = async (options: VerifyOptions): Promise<Verification> => {
  const { source, witness, clock, findingsAtMost = 1000 } = options;
  const { report, findings, count } = collector(findingsAtMost);
  // The heads first: a ledger read after them is never shorter by right.
  const heads = await headsOf(witness);
  const state = await source.current();
  const comparable = comparableHeads(heads, state, report);
  const root = state ? await verifyRows(options, state, comparable, report) : emptyRoot;
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
