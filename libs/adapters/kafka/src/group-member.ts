import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { PartitionListener } from '#fanout';
import { assignmentOf, type Assignment } from './assignment.ts';
import { commitHints } from './commit-hints.ts';
import { fetchProgress, type FetchProgress } from './fetch-progress.ts';
import { within } from './within.ts';

export interface MemberOptions {
  readonly topic: string;
  readonly group: string;
  /** Silent for so long, it is dead to the group, and its partitions are given to others; ms. */
  readonly sessionTimeout: number;
  /** How long a fetch may go unanswered before all is begun anew; ms. */
  readonly stuckAfter: number;
  /** How often hints are committed; ms. */
  readonly commitEvery: number;
}

/** One life of a member of the group: from its joining to its end, for whatever reason. */
export interface GroupMember {
  readonly joined: boolean;
  readonly fetchedAt: number;
  commit(partition: number, offset: string): void;
  /** Resolves with why it ended: it crashed, hung, or its listener threw; with nothing when it was told to leave. */
  readonly ended: Promise<Error | undefined>;
  /** Leaves the group; for good within a few seconds, whether or not the broker answers. */
  leave(): Promise<void>;
}

/** How long leaving may take, ms; a group notices by itself when nobody said goodbye. */
export const farewell = 3_000;
/** Of everyone, to come back after a rebalance began; ms. */
const rebalanceTimeout = 30_000;
/** How long a broker holds a fetch when there is nothing, and so how long until a partition that was paused is fetched from again; ms. */
const longestFetch = 100;
/** Taking a batch over takes no time, so there is a worker for each partition that there could be. */
const workers = 64;

const consumerOf = (kafka: Kafka, { group, sessionTimeout }: MemberOptions): Consumer =>
  kafka.consumer({
    groupId: group,
    sessionTimeout,
    rebalanceTimeout,
    heartbeatInterval: Math.min(1_000, Math.floor(sessionTimeout / 4)),
    maxWaitTimeInMs: longestFetch,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    // A stranger's open transaction in the topic would stop who reads committed records only; ours are in none.
    readUncommitted: true,
    retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000, factor: 0.2, multiplier: 2, restartOnFailure: async () => false },
  });

interface Life {
  readonly ended: Promise<Error | undefined>;
  readonly over: boolean;
  readonly joined: boolean;
  join(partitions: readonly number[]): void;
  lose(): void;
  end(reason: Error | undefined): void;
}

/** Whether it is in the group, and whether it goes on at all. It is watched: without progress, it ends. */
const lifeOf = ({ topic, stuckAfter }: MemberOptions, assignment: () => Assignment, progress: FetchProgress): Life => {
  let joined = false;
  let over = false;
  let changedAt = performance.now();
  let resolve: (reason: Error | undefined) => void = () => undefined;
  const ended = new Promise<Error | undefined>((resolved) => (resolve = resolved));

  const lose = (): void => {
    joined = false;
    changedAt = performance.now();
    assignment().end();
  };

  const end = (reason: Error | undefined): void => {
    if (over) return;
    over = true;
    clearInterval(watching);
    lose();
    resolve(reason);
  };

  const watching = setInterval(() => {
    const outside = !joined && performance.now() - changedAt > rebalanceTimeout + stuckAfter;
    const reason = outside ? 'its group does not take it in' : progress.stuckOn(joined && assignment().expecting);
    if (reason !== undefined) end(new Error(`the consumer of ${topic} makes no progress: ${reason}`));
  }, stuckAfter / 10).unref();

  return {
    ended,
    end,
    lose,
    join: (partitions) => {
      if (over) return;
      joined = true;
      progress.anew();
      assignment().begin(partitions);
    },
    get over() {
      return over;
    },
    get joined() {
      return joined;
    },
  };
};

interface OfBroker {
  readonly payload: { readonly nodeId: string };
}

const follow = (
  consumer: Consumer,
  topic: string,
  progress: FetchProgress,
  expecting: () => boolean,
  life: Life,
  flush: () => void,
): void => {
  const { events } = consumer;
  consumer.on(events.GROUP_JOIN, ({ payload }) => life.join(payload.memberAssignment[topic] ?? []));
  consumer.on(events.REBALANCING, () => {
    // Before the request to join again, which goes the same way.
    flush();
    life.lose();
  });
  consumer.on(events.CRASH, ({ payload }) => life.end(payload.error));
  consumer.on(events.REQUEST, ({ payload }) => void (payload.apiName === 'Fetch' && progress.answered()));
  consumer.on(events.FETCH_START, ({ payload }: OfBroker) => progress.began(payload.nodeId));
  consumer.on(events.FETCH, ({ payload }: OfBroker) => {
    progress.ended(payload.nodeId);
    if (!expecting()) progress.answered();
  });
};

/** Joins the group. Rejects when no broker answers. */
export const joinGroup = async (kafka: Kafka, options: MemberOptions, listener: PartitionListener): Promise<GroupMember> => {
  const { topic, stuckAfter, commitEvery } = options;
  const consumer = consumerOf(kafka, options);
  const progress = fetchProgress(stuckAfter);
  const life: Life = lifeOf(options, () => assignment, progress);
  const assignment = assignmentOf(consumer, topic, listener, (error) => life.end(error));
  let latest: EachBatchPayload | undefined;

  // Not `consumer.commitOffsets`, which repeats a commit that came too late, for a generation of the group that is no more.
  const hints = commitHints(async (offsets) => {
    const partitions = [...offsets]
      .map(([partition, offset]) => ({ partition, offset }))
      .filter(({ partition }) => assignment.has(partition));
    await latest?.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
  });
  const committing = setInterval(() => void hints.flush(), commitEvery).unref();
  const disconnect = async (): Promise<void> => {
    clearInterval(committing);
    await within(farewell, consumer.disconnect());
  };

  follow(
    consumer,
    topic,
    progress,
    () => assignment.expecting,
    life,
    () => void hints.flush(),
  );
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: workers,
      eachBatch: async (payload) => {
        latest = payload;
        assignment.take(payload.batch);
      },
    });
  } catch (error) {
    life.end(undefined);
    await disconnect();
    throw error;
  }

  return {
    get joined() {
      return life.joined;
    },
    get fetchedAt() {
      return progress.fetchedAt;
    },
    commit: (partition, offset) => {
      if (assignment.has(partition)) hints.add(partition, offset);
    },
    ended: life.ended,
    leave: async () => {
      if (!life.over) await within(farewell, hints.flush());
      life.end(undefined);
      await disconnect();
    },
  };
};
