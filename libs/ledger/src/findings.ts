import type { StreamId } from '#eventsourcing';

interface AtEvent {
  readonly stream: StreamId;
  readonly revision: number;
}
interface AtIndex extends AtEvent {
  readonly index: number;
}
interface AtNode {
  readonly level: number;
  readonly node: number;
}
interface AtHead {
  readonly size: number;
  readonly time: string;
}

/** `partition`: the hash by which it is found among those of its case. */
export type CopyPart = 'entry' | 'data' | 'sealed' | 'columns' | 'partition';

/** All that a verification can find wrong, by kind. */
interface Findings {
  /** The stored data are not those that the entry was written for. */
  readonly dataChanged: AtEvent;
  /** A ciphertext is not the one that the entry was written for, or is one too few or too many. */
  readonly sealedChanged: AtEvent & { readonly part: number };
  /** The entry is not the one that was sequenced. */
  readonly entryChanged: AtIndex;
  /** The bytes of the entry are not the canonical form of one. */
  readonly entryMalformed: AtEvent;
  /** The store's columns say another thing than the entry. */
  readonly columnsDiffer: AtEvent & { readonly columns: readonly string[] };
  /** The ledger's columns say another thing than the store's. */
  readonly ledgerColumnsDiffer: AtIndex & { readonly columns: readonly string[] };
  /** The ledger's own copy is not what its leaf is the hash of, or what that entry was written for. */
  readonly copyChanged: AtIndex & { readonly parts: readonly CopyPart[] };
  /** Sequenced, but no longer in the store. */
  readonly eventMissing: AtIndex;
  /** In the store, where all is sequenced, but this never was. */
  readonly eventInserted: AtEvent;
  /** In the store at another place of the commit order than in the ledger. */
  readonly eventMoved: AtIndex;
  /** The ledger has no rows for `from` ≤ index ≤ `to`. */
  readonly indexGap: { readonly from: number; readonly to: number };
  /** A row with an index that has been, or below 0. */
  readonly indexRepeated: AtIndex;
  /** Not the revision that follows the last one of its stream. */
  readonly streamOrder: AtIndex & { readonly expected: number };
  /** Beyond the head, where nothing was sequenced yet. */
  readonly rowSurplus: AtIndex;
  readonly nodeWrong: AtNode;
  readonly nodeMissing: AtNode;
  readonly nodeSurplus: AtNode;
  /** The last event sequenced, as the head names it, does not stand at the end of that many. */
  readonly sizeWrong: { readonly stated: number; readonly counted: number };
  readonly rootWrong: { readonly stated: string; readonly computed: string };
  readonly frontierWrong: object;
  /** The head names another event as the last one sequenced than the ledger's rows do. */
  readonly cursorWrong: object;
  /** The ledger has rows and no head. */
  readonly headMissing: object;
  /** The ledger was longer once; the longest is told. */
  readonly shorterThanWitnessed: AtHead;
  /** The first `size` events are not those of then: store and ledger were rewritten together. The first such head after one that agrees. */
  readonly rewritten: AtHead;
  /** A head outside of another ledger stands between heads of this one. */
  readonly headForeign: AtHead;
  /** A line of the heads outside is none, nor the beginning of one as a crash leaves it; counted from 1. */
  readonly headUnreadable: { readonly line: number };
  /** The newest head outside is of another ledger. */
  readonly ledgerReplaced: AtHead & { readonly witnessed: string };
}

export type FindingKind = keyof Findings;
export type Finding = { [K in FindingKind]: { readonly kind: K } & Findings[K] }[FindingKind];

/** A name may be anything once somebody has changed it: what would command a terminal is spelled out. */
const shown = (name: string): string => (/^[!-~]{1,200}$/.test(name) ? name : JSON.stringify(name.slice(0, 200)));

const event = ({ stream, revision }: AtEvent): string => `${shown(stream)} revision ${revision}`;
const indexed = (at: AtIndex): string => `${event(at)} (index ${at.index})`;
const node = (at: AtNode): string => `inner node ${at.node} of level ${at.level}`;

const descriptions: { readonly [K in FindingKind]: (finding: Findings[K]) => string } = {
  dataChanged: (at) => `${event(at)}: its data were changed`,
  sealedChanged: (at) => `${event(at)}: its sealed part ${at.part} was changed`,
  entryChanged: (at) => `${indexed(at)}: its entry was changed`,
  entryMalformed: (at) => `${event(at)}: its entry is not in canonical form`,
  columnsDiffer: (at) => `${event(at)}: the store says otherwise than the entry in ${at.columns.join(', ')}`,
  ledgerColumnsDiffer: (at) => `${indexed(at)}: the ledger says otherwise than the store in ${at.columns.join(', ')}`,
  copyChanged: (at) => `${indexed(at)}: the ledger's copy was changed, in ${at.parts.join(', ')}`,
  eventMissing: (at) => `${indexed(at)}: it is gone from the store`,
  eventInserted: (at) => `${event(at)}: it was put into the store among events long sequenced`,
  eventMoved: (at) => `${indexed(at)}: store and ledger have it at different places`,
  indexGap: ({ from, to }) => `the ledger has no index ${from === to ? from : `${from} to ${to}`}`,
  indexRepeated: (at) => `${indexed(at)}: the ledger has this index out of its order`,
  streamOrder: (at) => `${indexed(at)}: revision ${at.expected} should come here`,
  rowSurplus: (at) => `${indexed(at)}: the ledger has it beyond its head`,
  nodeWrong: (at) => `${node(at)} is not the hash of what is below it`,
  nodeMissing: (at) => `${node(at)} is missing`,
  nodeSurplus: (at) => `${node(at)} should not be`,
  sizeWrong: ({ stated, counted }) => `the head says ${stated} events, the ledger has ${counted}`,
  rootWrong: ({ stated, computed }) => `the head's root is ${stated}, the ledger's rows make ${computed}`,
  frontierWrong: () => `the head's frontier is not that of the ledger's rows`,
  cursorWrong: () => `the head names another event as the last one sequenced than the ledger's rows do`,
  headMissing: () => `the ledger has rows, and its head is gone`,
  shorterThanWitnessed: ({ size, time }) => `the ledger had ${size} events at ${time}: it was cut`,
  rewritten: ({ size, time }) => `the first ${size} events are not those of ${time}: store and ledger were rewritten`,
  headForeign: ({ size, time }) => `the head outside of ${time} (size ${size}) is of another ledger than those around it: it was changed`,
  headUnreadable: ({ line }) => `line ${line} of the heads outside is no head: it was changed`,
  ledgerReplaced: ({ witnessed, time }) => `ledger ${witnessed} stood here at ${time}: it was replaced`,
};

/** One line for people. */
export const describeFinding = (finding: Finding): string => (descriptions[finding.kind] as (finding: Finding) => string)(finding);
