/** One generation of the topic: a topic of Kafka's with a fixed number of partitions, and how far the ledger is published in it. */
export interface Publication {
  readonly ledgerId: string;
  /** From 1. */
  readonly generation: number;
  readonly topic: string;
  readonly partitions: number;
  /** The first ledger index that is in it. */
  readonly from: number;
  /** The ledger index after the last one that is in it; nothing as long as it goes on. */
  readonly until: number | undefined;
  /** The ledger index that is to be sent next; what is below it was acknowledged (I5). */
  readonly position: number;
  /** Leaf hash of the event at `position - 1`; nothing at 0. */
  readonly leaf: Buffer | undefined;
  /** The last ledger index below `position` in each partition; -1 where there is none. */
  readonly heads: readonly number[];
}

export type PublicationMark = Pick<Publication, 'position' | 'leaf' | 'heads'>;

/** Where publishing stands, kept as durably as the ledger. Every adapter passes `publicationsContract`. */
export interface Publications {
  /** Of one ledger, the oldest first; the last one is the one that goes on. */
  generations(ledgerId: string): Promise<readonly Publication[]>;
  /** The first generation, from index 0 on; does nothing when there is one. */
  begin(first: Pick<Publication, 'ledgerId' | 'topic' | 'partitions'>): Promise<void>;
  /** Only from where it is: false when another has moved it, or it goes on no more. */
  move(from: Publication, to: PublicationMark): Promise<boolean>;
  /** Ends a generation where it stands and begins the next one there, together. False when another has moved it. */
  succeed(current: Publication, next: Pick<Publication, 'topic' | 'partitions' | 'heads'>): Promise<boolean>;
}

/** What is published and what the ledger holds do not belong together, or cannot: nothing more is sent until someone has looked into it. */
export class PublicationHalted extends Error {
  override readonly name = 'PublicationHalted';
}
