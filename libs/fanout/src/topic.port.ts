/** What a topic has to be. */
export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
  /** Copies of each partition. */
  readonly replication: number;
  /** Copies that must have a record before it counts as sent. */
  readonly minInsyncReplicas: number;
  /** How long records are kept; ms, -1 for ever. */
  readonly retentionMs: number;
}

export interface Topics {
  /** Creates the topic, or checks that it is what it has to be. Throws {@link TopicUnfit}. */
  ensure(settings: TopicSettings): Promise<void>;
  close(): Promise<void>;
}

/** No broker knows the topic: it was not made yet, or was deleted. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing';
}

/** The topic is there and is not what it has to be; the message names each setting, what it is, what it should be, and how to mend it. */
export class TopicUnfit extends Error {
  override readonly name = 'TopicUnfit';
}
