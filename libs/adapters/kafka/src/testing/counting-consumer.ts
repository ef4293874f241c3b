import type { ReceivedRecord, RecordConsumer } from '#fanout';
import { topicName } from '../../../../../test/support/kafka.ts';
import type { KafkaConnection } from '../connection.ts';
import { openKafkaConsumer } from '../consumer.ts';

/** A consumer at work while brokers fail. */
export interface CountingConsumer {
  /** All that came, repetitions too. */
  readonly received: readonly ReceivedRecord[];
  /** Each once. */
  readonly indexes: ReadonlySet<number>;
  readonly consumer: RecordConsumer;
}

export const countingConsumer = async (connection: KafkaConnection, topic: string): Promise<CountingConsumer> => {
  const received: ReceivedRecord[] = [];
  const indexes = new Set<number>();
  const consumer = await openKafkaConsumer(connection, { sessionTimeout: 3_000, backoff: { first: 100, most: 1_000 } })(
    { topic, group: topicName('group') },
    {
      assigned: () => undefined,
      revoked: () => undefined,
      received: async (_, records) => {
        received.push(...records);
        records.forEach(({ event }) => indexes.add(event.index));
      },
      warned: () => undefined,
    },
  );
  return { received, indexes, consumer };
};
