import type { FanoutRecord } from './record.ts';

/** Sends records to one topic, in the order in which they are given. */
export interface RecordProducer {
  /**
   * Resolves when every record is acknowledged, for each of its partitions by all in-sync replicas. Rejects when that is not certain: then some
   * records may be in the topic and some not, and the producer is done with; open another one and send again from the last sure place.
   * It may be called while an earlier one is not done: that makes these records ready meanwhile. They leave when the earlier ones are acknowledged, and
   * not at all when those are not: then this rejects too. {@link RecordRefused}: it would be so again.
   */
  send(records: readonly FanoutRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** The brokers will never take what was sent, however often that is repeated; the message names the event, and says why. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
}

/** Connects. Rejects when no broker answers, and with {@link TopicMissing} when there is no such topic. */
export type OpenProducer = (topic: string) => Promise<RecordProducer>;
