import type { LedgerReader } from '#eventsourcing';
import { alarm } from '#ledger';
import type { LedgerSlices, LiveFeed, Slice, Stretch } from '#projections';
import type { ConsumerStatus, OpenConsumer, RecordConsumer } from './consumer.port.ts';
import { HeldPartition } from './held-partition.ts';
import { ledgerSlices } from './ledger-slices.ts';
import type { PartitionReader } from './partition-reader.port.ts';
import { partitionOf } from './partitioner.ts';
import type { Publications } from './publications.port.ts';
import type { ReceivedRecord } from './record.ts';

export interface TopicFeedOptions {
  readonly ledger: Pick<LedgerReader, 'head' | 'read'> & PartitionReader;
  readonly publications: Pick<Publications, 'generations'>;
  readonly openConsumer: OpenConsumer;
  /** The consumer group: its members share the partitions. */
  readonly group: string;
  /** Records of a partition that are held, at most, before the broker is asked for no more. */
  readonly held?: number;
  /** When a partition of the topic is silent for so long, the ledger is looked into; ms. It is what keeps read models going while no broker answers. */
  readonly quietMs?: number;
  /** How often to look whether a new generation of the topic has begun; ms. */
  readonly watchEvery?: number;
  /** Told of what may pass: it goes on by itself. */
  readonly onError?: (error: Error) => void;
}

export interface TopicFeedStatus {
  /** Nothing before the first generation has begun. */
  readonly topic: string | undefined;
  /** This process'. */
  readonly partitions: readonly number[];
  readonly consumer: ConsumerStatus | undefined;
}

/** The live feed of one of several projectors: a member of a consumer group on the topic's present generation. */
export interface TopicFeed extends LiveFeed {
  status(): TopicFeedStatus;
  stop(): Promise<void>;
}

const defaults = { held: 2000, quietMs: 2000, watchEvery: 1000, onError: (_: Error): void => undefined };

class Member implements TopicFeed {
  readonly partitionOf = partitionOf;
  readonly #options: Required<TopicFeedOptions>;
  readonly #slices: LedgerSlices;
  readonly #listeners = new Set<(slice?: Slice) => void>();
  readonly #mine = new Map<number, HeldPartition>();
  readonly #bell = alarm();
  #generation = 0;
  #topic: string | undefined;
  #of = 0;
  #consumer: RecordConsumer | undefined;
  #stopping = false;
  #watching: Promise<void> = Promise.resolve();

  constructor(
    options: TopicFeedOptions,
    private readonly ledgerId: string,
  ) {
    this.#options = { ...defaults, ...options };
    this.#slices = ledgerSlices(options.ledger);
  }

  start(): void {
    this.#watching = this.#watch();
  }

  get partitions(): number {
    return this.#of;
  }

  holds({ partition, of }: Slice): boolean {
    return of === this.#of && this.#mine.has(partition);
  }

  leads(): boolean {
    return this.#mine.has(0);
  }

  read(slice: Slice, from: number, limit: number, ahead: boolean): Promise<Stretch> {
    const held = slice.of === this.#of ? this.#mine.get(slice.partition) : undefined;
    return held ? held.read(from, limit) : this.#slices.read(slice, from, limit, ahead);
  }

  passed({ partition, of }: Slice, position: number): void {
    const offset = of === this.#of ? this.#mine.get(partition)?.offsetBelow(position) : undefined;
    if (offset !== undefined) this.#consumer?.commit(partition, offset);
  }

  onChange(listener: (slice?: Slice) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  status(): TopicFeedStatus {
    const partitions = [...this.#mine.keys()].sort((one, other) => one - other);
    return { topic: this.#topic, partitions, consumer: this.#consumer?.status() };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.dismiss();
    await this.#watching;
    this.#give([]);
    await this.#consumer?.stop();
  }

  async #watch(): Promise<void> {
    while (!this.#stopping) {
      await this.#follow().catch((error: Error) => {
        // To be tried anew.
        this.#generation = 0;
        this.#options.onError(error);
      });
      if (!this.#stopping) await this.#bell.rest(this.#options.watchEvery);
    }
  }

  /** Joins the generation that goes on, if it is another than before. A ledger with another id is another's: its partitions are not to wait here. */
  async #follow(): Promise<void> {
    if ((await this.#options.ledger.head()).ledgerId !== this.ledgerId) return this.#leave();
    const current = (await this.#options.publications.generations(this.ledgerId)).at(-1);
    if (!current || current.generation === this.#generation) return;
    await this.#leave();
    this.#generation = current.generation;
    this.#topic = current.topic;
    this.#of = current.partitions;
    this.#consumer = await this.#options.openConsumer(
      { topic: current.topic, group: this.#options.group },
      {
        assigned: (partitions) => this.#give(partitions),
        revoked: () => this.#give([]),
        received: (partition, records) => this.#receive(partition, records),
        warned: (error) => this.#options.onError(error),
      },
    );
  }

  async #leave(): Promise<void> {
    const left = this.#consumer;
    this.#consumer = undefined;
    this.#generation = 0;
    this.#give([]);
    await left?.stop();
  }

  #give(partitions: readonly number[]): void {
    for (const [partition, held] of this.#mine) {
      if (partitions.includes(partition)) continue;
      held.close();
      this.#mine.delete(partition);
    }
    for (const partition of partitions)
      if (!this.#mine.has(partition)) this.#mine.set(partition, new HeldPartition({ partition, of: this.#of }, this.#options));
    this.#tell();
  }

  async #receive(partition: number, records: readonly ReceivedRecord[]): Promise<void> {
    const held = this.#mine.get(partition);
    // Of a ledger that is no more, as long as the topic still has it.
    const received = held?.receive(records.filter((record) => record.ledgerId === this.ledgerId));
    this.#tell({ partition, of: this.#of });
    await received;
  }

  #tell(slice?: Slice): void {
    this.#listeners.forEach((listener) => listener(slice));
  }
}

/**
 * Reads each slice from its partition of the topic, and from the ledger what the topic leaves out: what was there before this process joined,
 * what a record's `prevIndex` shows to be missing, and everything while the topic is silent. Offsets are hints, never positions.
 */
export const openTopicFeed = async (options: TopicFeedOptions): Promise<TopicFeed> => {
  const member = new Member(options, (await options.ledger.head()).ledgerId);
  member.start();
  return member;
};
