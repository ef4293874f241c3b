import type { CaseId, StoredEvent, StreamId } from './message.ts';

/** An event with its place in the ledger: dense from 0, the same for every consumer for ever. */
export interface SequencedEvent extends StoredEvent {
  readonly index: number;
  /** SHA-256(0x00 ‖ entry), as in RFC 6962. */
  readonly leaf: Buffer;
}

export interface LedgerHead {
  readonly ledgerId: string;
  /** How many events are sequenced: the next index. */
  readonly size: number;
  /** RFC 6962 Merkle tree hash over the leaves, hexadecimal; of the empty tree when size is 0. */
  readonly root: string;
}

/** Everything sequenced, by index: what projections, process managers, feeds, audits and proofs read. */
export interface LedgerReader {
  head(): Promise<LedgerHead>;
  /** Events `from` ≤ index < `from + limit`, in order, as far as sequenced. */
  read(from: number, limit: number): Promise<readonly SequencedEvent[]>;
  /** Events of one case with `from` ≤ index < `to`, in order, at most `limit`. */
  readCase(caseId: CaseId, from: number, to: number, limit: number): Promise<readonly SequencedEvent[]>;
  /** Where an event stands, or nothing while it is not sequenced. */
  indexOf(stream: StreamId, revision: number): Promise<number | undefined>;
  /** Calls back after the ledger has grown, soon but not for each event, with as many events as it is known to have; returns the way to stop that. */
  onGrowth(listener: (size: number) => void): () => void;
}
