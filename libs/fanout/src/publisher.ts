import type { LedgerReader } from '#eventsourcing';
import { alarm, leadership, type Leadership, type LeaseStore } from '#ledger';
import { ensuredTopics, type EnsuredTopics } from './ensured-topics.ts';
import { assertSplittable, recordsOf, topicOfGeneration, verifyPublished } from './generation.ts';
import type { PartitionReader } from './partition-reader.port.ts';
import type { OpenProducer, RecordProducer } from './producer.port.ts';
import type { FanoutRecord } from './record.ts';
import { PublicationHalted, type Publication, type PublicationMark, type Publications } from './publications.port.ts';
import { TopicMissing, type Topics, type TopicSettings } from './topic.port.ts';

export interface PublisherOptions {
  readonly ledger: Pick<LedgerReader, 'head' | 'read' | 'onGrowth'> & Pick<PartitionReader, 'partitionHeads'>;
  readonly publications: Publications;
  readonly topics: Pick<Topics, 'ensure'>;
  readonly openProducer: OpenProducer;
  readonly leases: LeaseStore;
  /** Names this publisher among its rivals; unique, a random UUID will do. */
  readonly holder: string;
  /** Of the first generation; later ones have its settings, a name of their own, and this number of partitions. */
  readonly topic: TopicSettings;
  /** How long a leader that falls silent keeps the others waiting; ms. */
  readonly leaseFor?: number;
  /** How long it rests when nothing happens and nobody wakes it; ms. */
  readonly restFor?: number;
  /** Events for each send, at most. */
  readonly batch?: number;
  /** Told of each error: one that may pass, and it goes on by itself, or {@link PublicationHalted}, and it stands still. */
  readonly onError?: (error: Error) => void;
  /** Told of each batch once it is acknowledged; times in ms of `performance.now()`. */
  readonly onPublished?: (records: readonly FanoutRecord[], began: number, ended: number) => void;
}

export interface PublisherStatus {
  readonly leader: boolean;
  /** Of the generation that goes on; nothing before it was looked up. */
  readonly topic: string | undefined;
  readonly partitions: number | undefined;
  /** The ledger index that is to be sent next, as last seen. */
  readonly position: number;
  /** Absent once something was acknowledged since, or there is nothing left to send. */
  readonly lastError?: Error;
  /** Why it stands still for good. */
  readonly halted?: PublicationHalted;
  /** When it last took a turn; ms of `performance.now()`. */
  readonly lastTurnAt: number;
}

export interface Publisher {
  status(): PublisherStatus;
  /** Finishes the send under way, writes down how far it came and gives up the lease. */
  stop(): Promise<void>;
}

const leaseName = 'publication';
const longestBackOff = 2000;

/** Sends under way: while one is waited for, the next is made ready. */
const sendsAtOnce = 2;

/** Where one leader stands, and what it holds for that. */
interface Seat {
  readonly producer: RecordProducer;
  /** As acknowledged by the brokers. */
  at: Publication;
  /** As sent: ahead of that by what is under way. */
  sent: Publication;
  /** Each resolves, in turn, when it is acknowledged and what came before it is written down: to false when another has moved the checkpoint. */
  readonly underWay: Promise<boolean>[];
  /** Whether the last checkpoint was written: false when another has moved it. */
  written: Promise<boolean>;
}

const defaults = { leaseFor: 3000, restFor: 250, batch: 1000 };

type Settings = PublisherOptions & typeof defaults & { readonly topics: EnsuredTopics };

/** Nothing is written down before the topic fits: one of this name, of another shape, may be left of another ledger, and another name is needed. */
const beginFirst = async ({ publications, topics, topic }: PublisherOptions, ledgerId: string): Promise<void> => {
  if ((await publications.generations(ledgerId)).length > 0) return;
  await topics.ensure(topic);
  await publications.begin({ ledgerId, topic: topic.name, partitions: topic.partitions });
};

/** The generation that goes on, with the number of partitions that is asked for. */
const currentGeneration = async (options: PublisherOptions): Promise<Publication> => {
  const { ledger, publications, topics, topic } = options;
  const { ledgerId } = await ledger.head();
  await beginFirst(options, ledgerId);
  for (;;) {
    const current = (await publications.generations(ledgerId)).at(-1);
    if (!current) throw new PublicationHalted(`the first generation of ${topic.name} was removed`);
    await verifyPublished(ledger, current);
    if (current.partitions === topic.partitions) return current;
    assertSplittable(current, topic.partitions);
    const name = topicOfGeneration(topic.name, current.generation + 1);
    // Before anybody is sent there.
    await topics.ensure({ ...topic, name });
    const heads = await ledger.partitionHeads(topic.partitions, current.position);
    await publications.succeed(current, { topic: name, partitions: topic.partitions, heads });
  }
};

const takeSeat = async (options: Settings): Promise<Seat> => {
  const { topics, topic, openProducer } = options;
  const at = await currentGeneration(options);
  await topics.ensure({ ...topic, name: at.topic });
  const producer = await openProducer(at.topic).catch((error: unknown) => {
    if (error instanceof TopicMissing) topics.forget(at.topic);
    throw error;
  });
  return { producer, at, sent: at, underWay: [], written: Promise.resolve(true) };
};

class LeadingPublisher implements Publisher {
  readonly #options: Settings;
  readonly #leader: Leadership;
  readonly #bell = alarm();
  readonly #silence: () => void;
  readonly #working: Promise<void>;
  #seat: Seat | undefined;
  #seen: Publication | undefined;
  #failures = 0;
  #stopping = false;
  #lastTurnAt = performance.now();
  #lastError: Error | undefined;
  #halted: PublicationHalted | undefined;

  constructor(options: PublisherOptions) {
    this.#options = { ...defaults, ...options, topics: ensuredTopics(options.topics) };
    this.#leader = leadership(options.leases, leaseName, options.holder, this.#options.leaseFor);
    this.#silence = options.ledger.onGrowth(this.#bell.ring);
    this.#working = this.#work();
  }

  status(): PublisherStatus {
    return {
      leader: this.#leader.leads(),
      topic: this.#seen?.topic,
      partitions: this.#seen?.partitions,
      position: this.#seen?.position ?? 0,
      ...(this.#lastError && { lastError: this.#lastError }),
      ...(this.#halted && { halted: this.#halted }),
      lastTurnAt: this.#lastTurnAt,
    };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#silence();
    this.#bell.dismiss();
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#stopping && !this.#halted) await this.#step().catch((error: Error) => this.#failed(error));
    await this.#leave();
    await this.#leader.resign().catch((error: Error) => this.#options.onError?.(error));
  }

  async #step(): Promise<void> {
    this.#lastTurnAt = performance.now();
    if (!(await this.#leader.lead())) {
      await this.#leave();
      return this.#bell.pause(this.#options.leaseFor / 3);
    }
    this.#seat ??= await takeSeat(this.#options);
    this.#seen = this.#seat.at;
    const sent = await this.#publish(this.#seat);
    if (sent === 0) await this.#bell.rest(this.#options.restFor);
  }

  /** One batch; tells how many events it had. */
  async #publish(seat: Seat): Promise<number> {
    const { ledger, batch } = this.#options;
    const events = await ledger.read(seat.sent.position, batch);
    const { underWay } = seat;
    if (events.length > 0) {
      const { records, mark } = recordsOf(seat.sent, events);
      seat.sent = { ...seat.sent, ...mark };
      const sending = this.#send(seat, records, mark);
      sending.catch(() => undefined); // whoever awaits it hears of it
      underWay.push(sending);
    }
    // Caught up, there is nothing to make ready meanwhile.
    const most = events.length < batch ? 0 : sendsAtOnce - 1;
    while (underWay.length > most) {
      if (!(await underWay[0])) return this.#overtaken();
      void underWay.shift();
      this.#succeeded();
    }
    if (events.length > 0) return events.length;
    if (!(await seat.written)) return this.#overtaken();
    this.#succeeded();
    return 0;
  }

  async #send(seat: Seat, records: readonly FanoutRecord[], mark: PublicationMark): Promise<boolean> {
    const began = performance.now();
    await seat.producer.send(records);
    this.#options.onPublished?.(records, began, performance.now());
    return this.#writeDown(seat, mark);
  }

  /** While the next batch is sent, the checkpoint of this one is written. */
  async #writeDown(seat: Seat, mark: PublicationMark): Promise<boolean> {
    if (!(await seat.written)) return false;
    const from = seat.at;
    seat.at = { ...from, ...mark };
    this.#seen = seat.at;
    seat.written = this.#options.publications.move(from, mark);
    seat.written.catch(() => undefined); // whoever awaits it hears of it
    return true;
  }

  /** Another has moved the checkpoint: not a failure. */
  async #overtaken(): Promise<number> {
    this.#leader.doubt();
    await this.#leave();
    return 0;
  }

  async #leave(): Promise<void> {
    const left = this.#seat;
    this.#seat = undefined;
    await Promise.allSettled(left?.underWay ?? []);
    await left?.written.catch(() => undefined);
    await left?.producer.close().catch(() => undefined);
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#lastError = undefined;
  }

  async #failed(error: Error): Promise<void> {
    this.#lastError = error;
    if (error instanceof PublicationHalted) this.#halted = error;
    this.#options.onError?.(error);
    await this.#leave();
    await this.#bell.pause(Math.min(longestBackOff, 50 * 2 ** this.#failures++));
  }
}

/**
 * Sends the ledger's events to their partitions, in order. Several may run: one leads, by a lease. One that wrongly believes it does sends again
 * what was sent, which consumers drop, for its indexes are not above those they have had; and it finds out when it writes its checkpoint, which
 * compares and swaps. A checkpoint is written after the acknowledgement of all that is below it, never before (I5). After any failure the
 * producer is discarded, and sending starts again at the last checkpoint. Policy on failure: what may pass is retried for ever with growing
 * pauses; a ledger that is not the one published halts it.
 */
export const startPublisher = (options: PublisherOptions): Publisher => new LeadingPublisher(options);
