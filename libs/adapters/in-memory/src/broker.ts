import {
  TopicMissing,
  TopicUnfit,
  type ConsumerStatus,
  type FanoutRecord,
  type OpenConsumer,
  type OpenProducer,
  type PartitionListener,
  type ReceivedRecord,
  type RecordConsumer,
  type Topics,
  type TopicSettings,
} from '#fanout';

interface Topic {
  readonly settings: TopicSettings;
  readonly partitions: ReceivedRecord[][];
}

interface Member {
  readonly listener: PartitionListener;
  /** Changes with each assignment: a delivery of an earlier one ends. */
  turn: number;
}

interface Group {
  readonly members: Member[];
  readonly committed: Map<number, number>;
}

/**
 * What becomes of one send: all of it is written and acknowledged; all is written and the answer is lost; only a part is written; nothing is; or it
 * is written later, after the sender has given up.
 */
export type SendFault = 'none' | 'answerLost' | 'partly' | 'nothing' | 'late';

/** Some partitions whole, the others up to the middle: within a partition, nothing is written beyond what is not. */
const partOf = (records: readonly FanoutRecord[]): readonly FanoutRecord[] =>
  records.filter(({ partition }, at) => partition % 2 === 0 || at < records.length / 2);

/** A broker in this process' memory, with the faults that a test asks for. Its groups are dealt their partitions anew whenever a member comes or goes. */
export class InMemoryBroker implements Topics {
  readonly #topics = new Map<string, Topic>();
  readonly #groups = new Map<string, Group>();

  /** Asked before each send. */
  fault: () => SendFault = () => 'none';
  /** Records that never get to a consumer, though they were acknowledged: what a broker loses that loses its disk. */
  isLost: (record: FanoutRecord) => boolean = () => false;

  async ensure(settings: TopicSettings): Promise<void> {
    const topic = this.#topics.get(settings.name);
    if (!topic) this.#topics.set(settings.name, { settings, partitions: Array.from({ length: settings.partitions }, () => []) });
    else if (topic.partitions.length !== settings.partitions)
      throw new TopicUnfit(`${settings.name} has ${topic.partitions.length} partitions, and should have ${settings.partitions}`);
  }

  /** Deletes a topic, as an operator may. */
  remove(topic: string): void {
    this.#topics.delete(topic);
  }

  async close(): Promise<void> {
    for (const { members } of this.#groups.values()) for (const member of members.splice(0)) member.turn += 1;
  }

  /** What a topic holds, partition by partition. */
  records(topic: string): readonly (readonly ReceivedRecord[])[] {
    return this.#topics.get(topic)?.partitions ?? [];
  }

  /** Forgets what groups have committed. */
  forgetOffsets(): void {
    for (const { committed } of this.#groups.values()) committed.clear();
  }

  /** Deals the partitions anew, as a broker does that has lost sight of a member. */
  rebalance(): void {
    for (const [name, group] of this.#groups) this.#deal(name, group);
  }

  readonly openProducer: OpenProducer = async (topic) => {
    if (!this.#topics.has(topic)) throw new TopicMissing(`there is no topic ${topic}`);
    let usable = true;
    let before: Promise<unknown> = Promise.resolve();
    const send = async (records: readonly FanoutRecord[]): Promise<void> => {
      if (!usable) throw new Error('this producer was discarded');
      const fault = this.fault();
      await new Promise(setImmediate);
      if (fault === 'late') setTimeout(() => this.#write(topic, records), 5);
      else if (fault !== 'nothing') this.#write(topic, fault === 'partly' ? partOf(records) : records);
      if (fault === 'none') return;
      usable = false;
      throw new Error(`the send was not acknowledged (${fault})`);
    };
    return {
      send: (records) => {
        const sent = before.then(() => send(records));
        before = sent.catch(() => undefined);
        return sent;
      },
      close: async () => {
        usable = false;
      },
    };
  };

  readonly openConsumer: OpenConsumer = async ({ topic, group: name }, listener): Promise<RecordConsumer> => {
    const key = `${topic}/${name}`;
    const group = this.#groups.get(key) ?? { members: [], committed: new Map<number, number>() };
    this.#groups.set(key, group);
    const member: Member = { listener, turn: 0 };
    group.members.push(member);
    this.#deal(key, group);
    return {
      commit: (partition, offset) => void group.committed.set(partition, Number(offset)),
      status: (): ConsumerStatus => ({ joined: group.members.includes(member), fetchedAt: performance.now() }),
      stop: async () => {
        if (!group.members.includes(member)) return;
        group.members.splice(group.members.indexOf(member), 1);
        member.turn += 1;
        this.#deal(key, group);
      },
    };
  };

  #deal(key: string, group: Group): void {
    const topic = key.slice(0, key.lastIndexOf('/'));
    const partitions = Array.from({ length: this.#topics.get(topic)?.partitions.length ?? 0 }, (_, at) => at);
    for (const { listener } of group.members) listener.revoked(partitions);
    for (const [at, member] of group.members.entries()) {
      member.turn += 1;
      const mine = partitions.filter((partition) => partition % group.members.length === at);
      member.listener.assigned(mine);
      for (const partition of mine) void this.#deliver(topic, group, member, partition);
    }
  }

  async #deliver(topic: string, group: Group, member: Member, partition: number): Promise<void> {
    const { turn } = member;
    for (let at = group.committed.get(partition) ?? 0; member.turn === turn;) {
      const records = (this.#topics.get(topic)?.partitions[partition] ?? []).slice(at, at + 50);
      at += records.length;
      const received = records.filter((record) => !this.isLost(record));
      if (received.length > 0) await member.listener.received(partition, received);
      else await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  #write(topic: string, records: readonly FanoutRecord[]): void {
    for (const record of records) {
      const partition = this.#topics.get(topic)?.partitions[record.partition];
      if (!partition) throw new Error(`${topic} has no partition ${record.partition}`);
      partition.push({ ...record, offset: String(partition.length) });
    }
  }
}
