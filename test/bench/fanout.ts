import pg from 'pg';
import type { TopicSettings } from '#fanout';
import { kafkaTopics } from '#kafka';
import { runKafkaTool } from '../../deploy/local/kafka-tools.ts';
import { fanoutStore } from './fanout-store.ts';
import { partitions, withKafka, type BenchKafka } from './kafka-broker.ts';
import { alternate, type Bench, type BenchOptions, type Measurement } from './measure.ts';
import { batch, publishAll } from './publishing.ts';
import { fullLedger } from './whole-ledger.ts';

const eventsOf = ({ quick }: BenchOptions): number => (quick ? 20_000 : 200_000);
const roundsOf = ({ quick }: BenchOptions): number => (quick ? 3 : 5);

/** As if nothing had been published, on a topic that is there. */
const beforePublishing = async (connectionString: string, kafka: BenchKafka): Promise<TopicSettings> => {
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  await admin.query('truncate dealtrail.publications');
  await admin.query('checkpoint'); // so that none of one round's falls into the next one's time
  await admin.end();
  const topic = kafka.topic();
  const topics = await kafkaTopics(kafka.connection('dealtrail-bench'));
  await topics.ensure(topic);
  await topics.close();
  return topic;
};

/** Until Java has compiled what it runs often. */
const warmUp = 60_000;

/**
 * What a producer is told that is to send as ours does. One request at a time, of one batch for each partition, each as large as ours; no
 * idempotence, which ours has no use for; no compression. It may wait a moment for batches to fill, as it does unless told otherwise: ours
 * are full, for they are cut from what is there. Records have no key and so go to one partition until its batch is full.
 */
const producerSettings = (recordBytes: number): readonly string[] => [
  'acks=all',
  'enable.idempotence=false',
  'max.in.flight.requests.per.connection=1',
  `batch.size=${Math.ceil((batch / partitions) * recordBytes)}`,
  `max.request.size=${8 * 1024 * 1024}`,
  'linger.ms=5',
];

/** Of Kafka's own tool, as it reckons itself once it has warmed up; records/s. */
const perfTest = async (kafka: BenchKafka, topic: string, events: number, recordBytes: number): Promise<number> => {
  const { output } = await runKafkaTool('producerPerformance', [
    ...['--bootstrap-server', kafka.brokers.join(), '--topic', topic, '--throughput', '-1', '--record-size', String(recordBytes)],
    ...['--num-records', String(warmUp + events), '--warmup-records', String(warmUp)],
    ...['--command-property', ...producerSettings(recordBytes)],
  ]);
  const [, records] = /steady state records sent, ([\d.]+) records\/sec/.exec(output) ?? [];
  if (records === undefined) throw new Error(`kafka-producer-perf-test said: ${output}`);
  return Number(records);
};

const fanout: Bench = {
  name: 'fanout',
  run: (options) =>
    withKafka(async (kafka): Promise<Measurement> => {
      const { connectionString, log } = options;
      const events = eventsOf(options);
      await fullLedger(connectionString, events);
      log(`${events} events in the ledger`);
      let recordBytes = 0;
      /** Each on a topic of its own, that goes afterwards. */
      const onTopic = async (work: (topic: TopicSettings) => Promise<number>): Promise<number> => {
        const topic = await beforePublishing(connectionString, kafka);
        const result = await work(topic);
        await kafka.remove(topic.name);
        return result;
      };
      const ours = (): Promise<number> =>
        onTopic(async (topic) => {
          const result = (events / (await publishAll(connectionString, kafka, topic, events))) * 1000;
          recordBytes = Math.round((await kafka.bytesOf(topic.name)) / events);
          log(`published ${Math.round(result)}/s, ${recordBytes} bytes each`);
          return result;
        });
      await ours();
      const measured = await alternate(roundsOf(options), ours, () =>
        onTopic(async ({ name }) => {
          const result = await perfTest(kafka, name, events, recordBytes);
          log(`kafka-producer-perf-test ${Math.round(result)}/s`);
          return result;
        }),
      );
      const megabytes = (measured.baseline * recordBytes) / 1e6;
      const note = `${events} events of ${recordBytes} bytes; kafka-producer-perf-test at ${megabytes.toFixed(1)} MB/s with ${producerSettings(recordBytes).join(' ')}`;
      return { name: 'fanout', unit: 'events/s', target: 0.5, note, ...measured };
    }),
};

export const fanoutBenches: readonly Bench[] = [fanoutStore, fanout];
