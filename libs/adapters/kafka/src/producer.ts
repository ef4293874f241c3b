import { setImmediate as nextTurn } from 'node:timers/promises';
import { RecordRefused, TopicMissing, type FanoutRecord, type OpenProducer } from '#fanout';
import { clusterOf, type Cluster } from './cluster.ts';
import { clientOf, type KafkaConnection } from './connection.ts';
import { withBrokerNamed } from './named-broker.ts';
import { produceRequest, type PartitionAnswer, type PartitionBatch } from './produce-request.ts';
import { refusalIn, type FilledBatch } from './refusal.ts';
import { recordBatch, type Compression } from './record-batch.ts';
import { portionsOf, type Portion } from './portions.ts';

/** It is not certain that all records are in the topic. */
export class SendFailed extends Error {
  override readonly name = 'SendFailed';
}

export interface KafkaProducerOptions {
  readonly compression?: Compression;
}

/** What kafkajs makes of the brokers' answer about a topic that they do not know. */
const isUnknown = (error: unknown): boolean => (error as { readonly type?: unknown }).type === 'UNKNOWN_TOPIC_OR_PARTITION';

const lastingly = (answers: readonly PartitionAnswer[], { partition }: PartitionBatch): boolean =>
  answers.some((answer) => answer.partition === partition && answer.errorCode === 0 && answer.baseOffset >= 0n);

/** Throws unless each partition that was sent has been answered for, and well. */
const assertAcknowledged = (topic: string, sent: readonly FilledBatch[], answers: readonly PartitionAnswer[]): void => {
  const refusal = refusalIn(topic, sent, answers);
  if (refusal) throw refusal;
  const open = sent.filter((batch) => !lastingly(answers, batch));
  if (open.length === 0) return;
  const codeOf = ({ partition }: PartitionBatch) => answers.find((answer) => answer.partition === partition)?.errorCode ?? 'no answer';
  throw new SendFailed(
    `not acknowledged: ${open.map((batch) => `partition ${batch.partition} (error code of Kafka: ${codeOf(batch)})`).join(', ')}`,
  );
};

const encode = (portion: Portion, compression: Compression): Promise<readonly FilledBatch[]> =>
  Promise.all(
    [...portion].map(async ([partition, { records, messages }]) => ({
      partition,
      records,
      batch: await recordBatch(messages, compression),
    })),
  );

/** Batches by the broker that leads their partition, as of the metadata got when the producer was opened. */
const byLeader = (cluster: Cluster, topic: string, batches: readonly FilledBatch[]): ReadonlyMap<number, readonly FilledBatch[]> => {
  const leaders = new Map(cluster.findTopicPartitionMetadata(topic).map(({ partitionId, leader }) => [partitionId, leader]));
  const grouped = new Map<number, FilledBatch[]>();
  for (const batch of batches) {
    const leader = leaders.get(batch.partition);
    if (leader === undefined || leader < 0)
      throw new SendFailed(`partition ${batch.partition} of ${topic} ${leader === undefined ? 'does not exist' : 'has no leader'}`);
    grouped.set(leader, [...(grouped.get(leader) ?? []), batch]);
  }
  return grouped;
};

/**
 * Sends records by one Produce request for each leader, over kafkajs' connections but past its producer, for two reasons.
 *
 * Safety: its producer repeats requests by itself, and thereby loses records. (a) When a leader moves between two attempts to a broker that has already
 * answered, the new attempt leaves that broker out, and the send succeeds without the partition. (b) Of two sends at once, the later takes over the
 * sequence of an earlier one whose answer was lost, and is taken for its repetition. (c) The first broker that fails ends the wait for the others, whose
 * records are then sent again under new sequences. (And a partition that is not in its metadata is left out without a word.)
 * Here nothing is ever repeated: one attempt, one request to a broker at a time, and a send succeeds only when every partition of it has been answered for with an
 * offset, by all in-sync replicas. Otherwise the producer is spent: the answers still out are waited for, its connections end, and the caller starts again from
 * its last sure place with another one, which asks anew who leads. That repeats records in the topic and loses none; consumers drop what they have.
 * Idempotence in the broker would add nothing: a new producer has a new id.
 *
 * Speed: see {@link recordBatch}.
 */
export const openKafkaProducer =
  (connection: KafkaConnection, { compression = 'none' }: KafkaProducerOptions = {}): OpenProducer =>
  async (topic) => {
    const { requestTimeout = 30_000 } = connection;
    const cluster = clusterOf(clientOf(connection));
    let spent = false;
    let before: Promise<void> = Promise.resolve();

    const sendTo = async (nodeId: number, batches: readonly FilledBatch[]): Promise<void> => {
      const { connectionPool } = await cluster.findBroker({ nodeId });
      assertAcknowledged(topic, batches, await connectionPool.send(produceRequest(topic, batches, requestTimeout)));
    };

    const transmit = async (batches: readonly FilledBatch[]): Promise<void> => {
      if (spent) throw new SendFailed('this producer is done with');
      const outcomes = await Promise.allSettled([...byLeader(cluster, topic, batches)].map(([leader, its]) => sendTo(leader, its)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    };

    const close = async (): Promise<void> => {
      spent = true;
      await cluster.disconnect();
    };

    /** The next portion is encoded while the one before is on its way; only then, so that the way is begun first. */
    const sendInTurn = async (records: readonly FanoutRecord[], turn: Promise<void>): Promise<void> => {
      await nextTurn();
      let earlier = turn;
      for (const portion of portionsOf(records)) {
        const batches = await encode(portion, compression);
        await earlier;
        earlier = transmit(batches);
        // Its failure is seen a turn later, where it is awaited.
        earlier.catch(() => undefined);
        await nextTurn();
      }
      await earlier;
    };

    const send = async (records: readonly FanoutRecord[], turn: Promise<void>): Promise<void> => {
      if (spent) throw new SendFailed('this producer is done with');
      try {
        await sendInTurn(records, turn);
      } catch (cause) {
        if (!spent) await close().catch(() => undefined);
        throw cause instanceof SendFailed || cause instanceof RecordRefused
          ? cause
          : new SendFailed(`the records may be in ${topic} or not: ${String(withBrokerNamed(cause))}`, { cause });
      }
    };

    try {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([topic]);
    } catch (error) {
      await close();
      throw isUnknown(error) ? new TopicMissing(`there is no topic ${topic}`, { cause: error }) : withBrokerNamed(error);
    }

    return {
      send: (records) => {
        before = send(records, before);
        before.catch(() => undefined);
        return before;
      },
      close,
    };
  };
