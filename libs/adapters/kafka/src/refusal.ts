import { RecordRefused, type FanoutRecord } from '#fanout';
import type { PartitionAnswer, PartitionBatch } from './produce-request.ts';

/** A batch, and what is in it. */
export interface FilledBatch extends PartitionBatch {
  readonly records: readonly FanoutRecord[];
}

/** Error codes of Kafka: a message, or a batch of them, is larger than the topic takes. */
const tooLarge = new Set([10, 18]);

const bytesOf = ({ event: { data, entry, sealed } }: FanoutRecord): number =>
  sealed.reduce((bytes, one) => bytes + one.length, data.length + entry.length);

const largestOf = (records: readonly FanoutRecord[]): FanoutRecord =>
  records.reduce((largest, record) => (bytesOf(record) > bytesOf(largest) ? record : largest));

const refusalOf = (topic: string, { batch, records }: FilledBatch): RecordRefused => {
  const { index, stream, revision } = largestOf(records).event;
  const which = records.length === 1 ? 'the event' : `one of ${records.length} events, the largest of them`;
  return new RecordRefused(
    `${topic} does not take ${which} at ledger index ${index}, revision ${revision} of ${stream}: ${batch.length} bytes are more than its max.message.bytes. Nothing from there on is published until that is raised.`,
  );
};

/** Why one of the batches will never be taken. */
export const refusalIn = (topic: string, sent: readonly FilledBatch[], answers: readonly PartitionAnswer[]): RecordRefused | undefined => {
  const refused = new Set(answers.filter(({ errorCode }) => tooLarge.has(errorCode)).map(({ partition }) => partition));
  const batch = sent.find(({ partition }) => refused.has(partition));
  return batch && refusalOf(topic, batch);
};
