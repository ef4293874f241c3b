import type { Batch, Consumer } from 'kafkajs';
import type { PartitionListener } from '#fanout';
import { partitionLane, type PartitionLane } from './partition-lane.ts';
import { recordsOf } from './received-batch.ts';

/** The partitions that are a member's at present. */
export interface Assignment {
  /** In place of those before. */
  begin(partitions: readonly number[]): void;
  end(): void;
  take(batch: Batch): void;
  has(partition: number): boolean;
  /** Whether anything is to be fetched: there are partitions, and not all of them wait for their listener. */
  readonly expecting: boolean;
}

export const assignmentOf = (
  consumer: Consumer,
  topic: string,
  listener: PartitionListener,
  failed: (error: Error) => void,
): Assignment => {
  const lanes = new Map<number, PartitionLane<Batch>>();

  const laneOf = (partition: number): PartitionLane<Batch> =>
    partitionLane<Batch>({
      deliver: async (batch) => {
        const records = recordsOf(batch, (error) => listener.warned(error));
        if (records.length > 0) await listener.received(partition, records);
      },
      pause: () => consumer.pause([{ topic, partitions: [partition] }]),
      resume: () => consumer.resume([{ topic, partitions: [partition] }]),
      failed: (cause) => failed(new Error(`records of partition ${partition} were not taken: ${String(cause)}`, { cause })),
    });

  const end = (): void => {
    const partitions = [...lanes.keys()];
    lanes.forEach((lane) => lane.end());
    lanes.clear();
    if (partitions.length > 0) listener.revoked(partitions);
  };

  return {
    begin: (partitions) => {
      end();
      // Of an earlier assignment, where the partition may have been paused.
      if (partitions.length > 0) consumer.resume([{ topic, partitions: [...partitions] }]);
      for (const partition of partitions) lanes.set(partition, laneOf(partition));
      listener.assigned(partitions);
    },
    end,
    take: (batch) => lanes.get(batch.partition)?.take(batch),
    has: (partition) => lanes.has(partition),
    get expecting() {
      return [...lanes.values()].some(({ full }) => !full);
    },
  };
};
