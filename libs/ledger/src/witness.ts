import type { LedgerHead } from '#eventsourcing';

/** A head as it stood once, kept where the database's owner does not reach. */
export interface WitnessedHead extends LedgerHead {
  /** RFC 3339. */
  readonly time: string;
}

/** Heads outside the database: they alone show that store and ledger were rewritten consistently. */
export interface HeadWitness {
  /** Durable when it resolves. Throws {@link WitnessUnavailable}. */
  record(head: WitnessedHead): Promise<void>;
  /** All of them, oldest first; what is none is told by its line, from 1. Throws {@link WitnessUnavailable}. */
  heads(unreadable?: (line: number) => void): AsyncIterable<WitnessedHead>;
}

/** The place where heads are kept cannot be read or written, and why. */
export class WitnessUnavailable extends Error {
  override readonly name = 'WitnessUnavailable';
}
