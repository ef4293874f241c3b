import type { Batch } from 'kafkajs';
import type { ReceivedRecord } from '#fanout';
import { MalformedRecord, recordOf } from './message.ts';

/** The records in a batch. What is none of ours is passed over, and told of once for the batch. */
export const recordsOf = ({ topic, partition, messages }: Batch, warned: (error: Error) => void): readonly ReceivedRecord[] => {
  const records: ReceivedRecord[] = [];
  const strange: string[] = [];
  for (const message of messages) {
    try {
      records.push(recordOf(partition, message));
    } catch (error) {
      if (!(error instanceof MalformedRecord)) throw error;
      strange.push(`offset ${message.offset}: ${error.message}`);
    }
  }
  if (strange.length > 0)
    warned(
      new MalformedRecord(`${strange.length} record(s) in partition ${partition} of ${topic} are passed over; the first, at ${strange[0]}`),
    );
  return records;
};
