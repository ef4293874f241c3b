import type { Logger } from 'pino';
import { ledgerSlices, openTopicFeed, type TopicFeed } from '#fanout';
import { openKafkaConsumer } from '#kafka';
import { PostgresProjectionStore, PostgresPublications, type PostgresWholeLedger } from '#postgres';
import { projectionRunner, type Projected, type ProjectionRunner } from '#projections';
import { keepShown } from '../../common/src/analysts.ts';
import { ledgerCheck, readinessOf, type Check } from '../../common/src/checks.ts';
import { closingStack, type ClosingStack } from '../../common/src/closing-stack.ts';
import { kafkaConnection } from '../../common/src/distributed/kafka.ts';
import { openLedger } from '../../common/src/distributed/ledger.ts';
import { openOperationsServer } from '../../common/src/distributed/operations-server.ts';
import { followedBy } from '../../common/src/followed.ts';
import { assertListenable } from '../../common/src/listening.ts';
import { livenessOf, projectionsLoop } from '../../common/src/liveness.ts';
import { migrated } from '../../common/src/migrated.ts';
import { tellProjecting } from '../../common/src/projecting.ts';
import { readModels } from '../../common/src/read-models.ts';
import { openTelemetry, type Telemetry } from '../../common/src/telemetry.ts';
import type { ProjectorConfig } from './config.ts';

export interface Projector {
  readonly url: string;
  readonly feed: TopicFeed;
  stop(): Promise<void>;
}

interface Parts {
  readonly config: ProjectorConfig;
  readonly ledger: PostgresWholeLedger;
  readonly telemetry: Telemetry;
  readonly stack: ClosingStack;
  readonly logger: Logger;
}

const joinTopic = async ({ config, ledger, stack, logger }: Parts): Promise<TopicFeed> => {
  const publications = new PostgresPublications(config.databaseUrl);
  stack.push('publications', () => publications.close());
  const openConsumer = openKafkaConsumer(kafkaConnection(config, 'dealtrail-projector', logger));
  const onError = (error: Error): void => logger.warn({ part: 'topic', err: error }, 'topic: going on');
  const feed = await openTopicFeed({ ledger, publications, openConsumer, group: config.group, onError });
  stack.push('topic', () => feed.stop());
  return feed;
};

const project = async ({ config, ledger, telemetry: { tracing }, stack, logger }: Parts, feed: TopicFeed): Promise<ProjectionRunner> => {
  await keepShown(config.databaseUrl, logger);
  const store = new PostgresProjectionStore(config.databaseUrl);
  stack.push('projection store', () => store.close());
  const { decode } = followedBy(ledger);
  const onProjected = tracing && (({ events, by, ...span }: Projected) => tracing.projected(events, by, span));
  const runner = projectionRunner({
    ...{ ledger, store, decode, feed, projections: readModels, slices: ledgerSlices(ledger), notify: tellProjecting(logger) },
    ...(onProjected && { onProjected }),
  });
  await runner.start();
  stack.push('projections', () => runner.stop());
  return runner;
};

/** A member of its group. It may have no partition, when there are more members than these. */
const topicCheck =
  (feed: TopicFeed): Check =>
  async () => {
    const { topic, partitions, consumer } = feed.status();
    return { ok: consumer?.joined ?? false, topic, partitions };
  };

const serve = async ({ config, ledger, telemetry, stack }: Parts, feed: TopicFeed, runner: ProjectionRunner): Promise<string> => {
  const consumerLoop = {
    name: 'consumer',
    lastProgressAt: () => feed.status().consumer?.fetchedAt ?? 0,
    // Before the topic is there, and while it is joined anew, nothing is fetched.
    mustProgress: () => feed.status().consumer?.joined ?? false,
    limitMs: config.stuckAfterMs,
  };
  const loops = [projectionsLoop({ turnedAt: () => runner.turnedAt }, config.stuckAfterMs), consumerLoop];
  const server = await openOperationsServer({
    address: config,
    metrics: telemetry.metrics,
    liveness: livenessOf(loops, stack),
    readiness: readinessOf({ ledger: ledgerCheck(ledger), topic: topicCheck(feed) }),
  });
  stack.push('http', () => server.close());
  return server.url;
};

/** Starts a projector: a member of the group that keeps the read models up to date from the topic. */
export const startProjector = async (config: ProjectorConfig, logger: Logger): Promise<Projector> => {
  const stack = closingStack((name, error) => logger.error({ err: error }, `${name} could not be closed`));
  try {
    await assertListenable(config.host, config.port);
    const telemetry = await openTelemetry(config.telemetry, stack, logger);
    await migrated(config.databaseUrl, config, logger);
    const { ledger } = await openLedger(config.databaseUrl, stack, 'dealtrail projector');
    const parts = { config, ledger, telemetry, stack, logger };
    const feed = await joinTopic(parts);
    const runner = await project(parts, feed);
    return { url: await serve(parts, feed, runner), feed, stop: () => stack.close() };
  } catch (error) {
    await stack.close();
    throw error;
  }
};
