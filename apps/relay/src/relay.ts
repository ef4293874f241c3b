import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { systemClock, type WholeSourcedEvent } from '#eventsourcing';
import { EventStoreDbEventSource } from '#eventstoredb';
import { PublicationHalted, RecordRefused, startPublisher, TopicUnfit, type Publisher } from '#fanout';
import { openKafkaProducer } from '#kafka';
import { fileWitness, keepHeads, startRelay, type Relay } from '#ledger';
import { PostgresPublications, type PostgresWholeLedger } from '#postgres';
import { ledgerMetrics, publicationMetrics, sequencingTraces } from '#telemetry';
import { readinessOf, relayCheck, type Check } from '../../common/src/checks.ts';
import { closingStack, type ClosingStack } from '../../common/src/closing-stack.ts';
import { withEventStoreUrl } from '../../common/src/distributed/event-store.ts';
import { kafkaConnection, topicsOf } from '../../common/src/distributed/kafka.ts';
import { openLedger, prefix } from '../../common/src/distributed/ledger.ts';
import { openOperationsServer } from '../../common/src/distributed/operations-server.ts';
import { assertListenable } from '../../common/src/listening.ts';
import { livenessOf, relayLoop } from '../../common/src/liveness.ts';
import { migrated } from '../../common/src/migrated.ts';
import { tellHeads, tellRelay } from '../../common/src/relaying.ts';
import { assertNotRestored } from '../../common/src/restored.ts';
import { openTelemetry, type Telemetry } from '../../common/src/telemetry.ts';
import { sparingly } from '../../common/src/sparingly.ts';
import type { RelayConfig } from './config.ts';

export interface RelayProgram {
  readonly url: string;
  readonly ledgerId: string;
  readonly relay: Relay;
  readonly publisher: Publisher;
  stop(): Promise<void>;
}

interface Parts {
  readonly config: RelayConfig;
  readonly ledger: PostgresWholeLedger;
  readonly holder: string;
  readonly telemetry: Telemetry;
  readonly stack: ClosingStack;
  readonly logger: Logger;
}

const sequence = async (
  { config, ledger, holder, telemetry, stack, logger }: Parts,
  ledgerRestored: string | undefined,
): Promise<Relay> => {
  const source = withEventStoreUrl(() => new EventStoreDbEventSource(config.eventStoreUrl, { prefix }));
  stack.push('event source', () => source.close());
  const witness = fileWitness(config.witnessFile);
  await assertNotRestored({ ledger, source, witness, logger, declared: ledgerRestored });
  const keeper = keepHeads({ ledger, witness, clock: systemClock, onError: tellHeads(logger) });
  stack.push('heads outside the database', () => keeper.stop());
  const relay = startRelay<WholeSourcedEvent>({
    ...{ source, ledger, leases: ledger.leases, holder, leaseFor: config.leaseMs, onError: tellRelay(logger) },
    ...(telemetry.tracing && { onSequenced: sequencingTraces(telemetry.tracing, ledger) }),
  });
  stack.push('relay', () => relay.stop());
  return relay;
};

const tellPublisher = (logger: Logger) => {
  const isDue = sparingly();
  return (error: Error): void => {
    if (!isDue(error.message)) return;
    if (error instanceof PublicationHalted)
      logger.error({ part: 'publisher', reason: error.message }, 'the publisher is halted: it waits for an operator');
    else if (error instanceof RecordRefused)
      logger.error({ part: 'publisher', reason: error.message }, 'an event is refused: nothing is published from there on');
    else if (error instanceof TopicUnfit)
      logger.error({ part: 'publisher', reason: error.message }, 'the topic is not what it has to be: nothing is published until it is');
    else logger.warn({ part: 'publisher', err: error }, 'publisher: trying again');
  };
};

const publish = ({ config, ledger, holder, telemetry: { tracing }, stack, logger }: Parts): Publisher => {
  const connection = kafkaConnection(config, 'dealtrail-relay', logger);
  const publications = new PostgresPublications(config.databaseUrl);
  stack.push('publications', () => publications.close());
  const publisher = startPublisher({
    ...{ ledger, publications, topics: topicsOf(connection), openProducer: openKafkaProducer(connection), leases: ledger.leases, holder },
    ...{ topic: config.topic, leaseFor: config.leaseMs, onError: tellPublisher(logger) },
    ...(tracing && {
      onPublished: (records, startedAt, endedAt) =>
        tracing.published(
          records.map(({ event }) => event),
          { startedAt, endedAt },
        ),
    }),
  });
  stack.push('publisher', () => publisher.stop());
  return publisher;
};

/** Beyond this, consumers are too far behind: events of the ledger that are not published. */
const longestPublicationLag = 100_000;

const publisherCheck =
  (publisher: Publisher, ledger: PostgresWholeLedger): Check =>
  async () => {
    const { leader, topic, position, halted, lastError } = publisher.status();
    const lagEvents = leader ? Math.max(0, (await ledger.head()).size - position) : 0;
    const unfit = lastError instanceof TopicUnfit ? lastError.message : undefined;
    const refused = lastError instanceof RecordRefused;
    return {
      ok: halted === undefined && unfit === undefined && !refused && lagEvents <= longestPublicationLag,
      role: leader ? 'leader' : 'follower',
      topic,
      lagEvents,
      ...(halted && { halted: halted.message }),
      ...(unfit !== undefined && { topicUnfit: unfit }),
      ...(lastError && { retrying: true, reason: lastError.message }),
    };
  };

const serve = async ({ config, ledger, telemetry, stack }: Parts, relay: Relay, publisher: Publisher): Promise<string> => {
  const { metrics } = telemetry;
  if (metrics) {
    ledgerMetrics(metrics, { relay: () => relay.status(), head: () => ledger.head() });
    publicationMetrics(metrics, () => {
      const { leader, position } = publisher.status();
      return { leader, position, lag: Math.max(0, relay.status().size - position) };
    });
  }
  const publisherLoop = {
    name: 'publisher',
    lastProgressAt: () => publisher.status().lastTurnAt,
    mustProgress: () => publisher.status().halted === undefined,
    limitMs: config.stuckAfterMs,
  };
  const server = await openOperationsServer({
    address: config,
    metrics,
    liveness: livenessOf([relayLoop(relay, config.stuckAfterMs), publisherLoop], stack),
    readiness: readinessOf({ ledger: relayCheck(relay, ledger), publisher: publisherCheck(publisher, ledger) }),
  });
  stack.push('http', () => server.close());
  return server.url;
};

/** Starts a relay: what sequences the event store into the ledger, and publishes the ledger. Of several, one leads. */
export const startRelayProgram = async (config: RelayConfig, logger: Logger, ledgerRestored?: string): Promise<RelayProgram> => {
  const stack = closingStack((name, error) => logger.error({ err: error }, `${name} could not be closed`));
  try {
    await assertListenable(config.host, config.port);
    const telemetry = await openTelemetry(config.telemetry, stack, logger);
    await migrated(config.databaseUrl, config, logger);
    const { ledger } = await openLedger(config.databaseUrl, stack, 'dealtrail relay');
    const parts = { config, ledger, holder: randomUUID(), telemetry, stack, logger };
    const relay = await sequence(parts, ledgerRestored);
    const publisher = publish(parts);
    const url = await serve(parts, relay, publisher);
    return { url, ledgerId: (await ledger.head()).ledgerId, relay, publisher, stop: () => stack.close() };
  } catch (error) {
    await stack.close();
    throw error;
  }
};
