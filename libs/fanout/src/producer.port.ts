import type { FanoutRecord } from './record.ts';

/** Sends records to one topic, one `send` at a time. */
export interface RecordProducer {
  /**
   * Resolves when every record is acknowledged, for each of its partitions by all in-sync replicas. Rejects when that is not certain: then some
   * records may be in the topic and some not, and the producer is done with; open another one and send again from the last sure place.
   */
  send(records: readonly FanoutRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** Connects. Rejects when no broker answers. */
export type OpenProducer = (topic: string) => Promise<RecordProducer>;
