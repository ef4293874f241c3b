import type { Slice, Stretch } from '#projections';
import type { PartitionReader } from './partition-reader.port.ts';
import { PartitionTail } from './partition-tail.ts';
import type { ReceivedRecord } from './record.ts';

export interface HeldPartitionOptions {
  readonly ledger: Pick<PartitionReader, 'readPartition'>;
  /** Records that are held, at most, before the broker is asked for no more. */
  readonly held: number;
  /** When the topic is silent for so long, the ledger is looked into; ms. */
  readonly quietMs: number;
}

const nothing: Stretch = { events: [], reachedHead: true, atGap: false };

/** One partition that is this process': the topic's newest records, and the ledger for all that these leave out. */
export class HeldPartition {
  readonly #tail: PartitionTail;
  /** The ledger had nothing of the partition from the first of these indexes up to the second when it was looked into last. */
  #empty = { from: 0, to: -1 };
  /** When something came, or the ledger was looked into; ms of `performance.now()`. */
  #heardAt = -Infinity;

  constructor(
    private readonly slice: Slice,
    private readonly options: HeldPartitionOptions,
  ) {
    this.#tail = new PartitionTail(options.held);
  }

  /** Resolves when there is room for more. */
  receive(records: readonly ReceivedRecord[]): Promise<void> {
    this.#heardAt = performance.now();
    return this.#tail.receive(records);
  }

  async read(from: number, limit: number): Promise<Stretch> {
    const reading = this.#tail.read(from, limit);
    switch (reading.kind) {
      case 'events':
        return { events: reading.events, reachedHead: !reading.more, atGap: false };
      case 'hole':
        return this.#fill(from, reading.below, limit);
      case 'nothing':
        return this.#isQuiet() ? this.#look(from, limit) : nothing;
      case 'unknown':
        return this.#isKnownEmpty(from) && !this.#isQuiet() ? nothing : this.#look(from, limit);
    }
  }

  /** The offset from which on the topic has what is at or above this index, if that can be told and is another than the last time. */
  offsetBelow(position: number): string | undefined {
    return this.#tail.offsetBelow(position);
  }

  close(): void {
    this.#tail.close();
  }

  #isQuiet(): boolean {
    return performance.now() - this.#heardAt >= this.options.quietMs;
  }

  #isKnownEmpty(from: number): boolean {
    return this.#empty.from <= from && from <= this.#empty.to;
  }

  async #look(from: number, limit: number): Promise<Stretch> {
    const { partition, of } = this.slice;
    const known = this.#isKnownEmpty(from);
    const start = known ? this.#empty.to : from;
    this.#heardAt = performance.now();
    const { events, to } = await this.options.ledger.readPartition(partition, of, start, Number.MAX_SAFE_INTEGER, limit);
    if (events.length === 0) this.#empty = { from: known ? this.#empty.from : from, to };
    return { events, reachedHead: events.length < limit, atGap: false };
  }

  async #fill(from: number, below: number, limit: number): Promise<Stretch> {
    const { partition, of } = this.slice;
    const { events } = await this.options.ledger.readPartition(partition, of, from, below, limit);
    if (events.length > 0) return { events, reachedHead: false, atGap: false };
    throw new Error(
      `partition ${partition} says that something lies between the indexes ${from} and ${below}, but the ledger has nothing of it there`,
    );
  }
}
