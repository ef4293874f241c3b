import type { LedgerReader } from '#eventsourcing';
import { leafHash } from './merkle.ts';
import { consistencyPath, inclusionPath, rootAt, type NodeReader } from './merkle-proof.ts';
import { isConsistent, isIncluded } from './merkle-verify.ts';

/** That one event is the ledger's at its index: for an outsider who has the head (`size`, `root`) from elsewhere. Hashes are hexadecimal. */
export interface InclusionProof {
  readonly ledgerId: string;
  readonly index: number;
  /** Of the ledger that the proof is for. */
  readonly size: number;
  readonly leaf: string;
  /** The event's entry, base64. */
  readonly entry: string;
  /** Siblings from the leaf upwards, RFC 6962. */
  readonly path: readonly string[];
  readonly root: string;
}

/** That the ledger of `from` events is a prefix of that of `to`: nothing was changed since, only added. Hashes are hexadecimal. */
export interface ConsistencyProof {
  readonly ledgerId: string;
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  /** RFC 6962. */
  readonly path: readonly string[];
}

/** A ledger with its tree: what proofs are made from. */
export type ProvableLedger = Pick<LedgerReader, 'head' | 'read'> & NodeReader;

const hex = (hashes: readonly Buffer[]): readonly string[] => hashes.map((each) => each.toString('hex'));

/** For the event at `index`, in the ledger of `size` events; of all, without a size. Throws RangeError unless index < size ≤ the ledger's. */
export const inclusionProof = async (ledger: ProvableLedger, index: number, size?: number): Promise<InclusionProof> => {
  const head = await ledger.head();
  const of = size ?? head.size;
  if (of > head.size) throw new RangeError(`the ledger has ${head.size} events, not ${of}`);
  const path = await inclusionPath(ledger, index, of);
  const [[event], root] = await Promise.all([ledger.read(index, 1), rootAt(ledger, of)]);
  if (!event) throw new Error(`the ledger lacks the event at index ${index}`);
  const { leaf, entry } = event;
  return {
    ledgerId: head.ledgerId,
    index,
    size: of,
    leaf: leaf.toString('hex'),
    entry: entry.toString('base64'),
    path: hex(path),
    root: root.toString('hex'),
  };
};

/** Throws RangeError unless 0 ≤ from ≤ to ≤ the ledger's size. */
export const consistencyProof = async (ledger: ProvableLedger, from: number, to: number): Promise<ConsistencyProof> => {
  const head = await ledger.head();
  if (to > head.size) throw new RangeError(`the ledger has ${head.size} events, not ${to}`);
  const path = await consistencyPath(ledger, from, to);
  const [fromRoot, toRoot] = await Promise.all([rootAt(ledger, from), rootAt(ledger, to)]);
  return { ledgerId: head.ledgerId, from, to, fromRoot: fromRoot.toString('hex'), toRoot: toRoot.toString('hex'), path: hex(path) };
};

const digest = /^[0-9a-f]{64}$/;

const hashesOf = (values: unknown): readonly Buffer[] | undefined =>
  Array.isArray(values) && values.every((value) => typeof value === 'string' && digest.test(value))
    ? values.map((value: string) => Buffer.from(value, 'hex'))
    : undefined;

/** Whether what a stranger hands over as an {@link InclusionProof} holds; the root is the caller's to compare with one that they trust. */
export const verifyInclusion = (proof: unknown): boolean => {
  const { index, size, leaf, entry, path, root } = (proof ?? {}) as Readonly<Record<string, unknown>>;
  const [leafBytes, rootBytes] = hashesOf([leaf, root]) ?? [];
  const siblings = hashesOf(path);
  if (!leafBytes || !rootBytes || !siblings || typeof entry !== 'string') return false;
  if (!leafHash(Buffer.from(entry, 'base64')).equals(leafBytes)) return false;
  return isIncluded(leafBytes, index as number, size as number, siblings, rootBytes);
};

/** Whether what a stranger hands over as a {@link ConsistencyProof} holds; both roots are the caller's to compare with those they trust. */
export const verifyConsistency = (proof: unknown): boolean => {
  const { from, to, fromRoot, toRoot, path } = (proof ?? {}) as Readonly<Record<string, unknown>>;
  const [older, newer] = hashesOf([fromRoot, toRoot]) ?? [];
  const hashes = hashesOf(path);
  return (
    older !== undefined && newer !== undefined && hashes !== undefined && isConsistent(from as number, older, to as number, newer, hashes)
  );
};
