import { randomUUID } from 'node:crypto';
import { startPublisher, type TopicSettings } from '#fanout';
import { openKafkaProducer } from '#kafka';
import { PostgresPublications, PostgresWholeLedger } from '#postgres';
import { topicsOf } from '../../apps/common/src/distributed/kafka.ts';
import type { BenchKafka } from './kafka-broker.ts';

/** Events for each send, as the relay has it. */
export const batch = 1000;

/** Publishes a ledger of so many events to a topic. Tells how long that took, from the start of a publisher, connections and all, until everything was acknowledged; ms. */
export const publishAll = async (connectionString: string, kafka: BenchKafka, topic: TopicSettings, events: number): Promise<number> => {
  const connection = kafka.connection('dealtrail-relay');
  const ledger = new PostgresWholeLedger(connectionString);
  const publications = new PostgresPublications(connectionString);
  const started = performance.now();
  const publisher = startPublisher({
    ...{ ledger, publications, topics: topicsOf(connection), openProducer: openKafkaProducer(connection), leases: ledger.leases },
    ...{ holder: randomUUID(), topic, batch },
  });
  while (publisher.status().position < events) {
    const { halted, lastError = halted } = publisher.status();
    if (lastError) throw lastError;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const took = performance.now() - started;
  await publisher.stop();
  await Promise.all([ledger.close(), publications.close()]);
  const found = await kafka.recordsIn(topic.name);
  if (found !== events) throw new Error(`${found} records are in the topic, for ${events} events`);
  return took;
};
