import type { Logger } from 'pino';
import { systemClock } from '#eventsourcing';
import { EventStoreDbEventSource, placeOf } from '#eventstoredb';
import { ledgerSlices } from '#fanout';
import { fileWitness, verify } from '#ledger';
import * as platform from '#platform/nest';
import { PostgresProjectionStore, PostgresWholeVerification } from '#postgres';
import { projectionOperations, type ProjectionOperations, type ProjectionStore } from '#projections';
import { projectionMetrics } from '#telemetry';
import { openAttemptLog } from '../../common/src/attempts.ts';
import { followingCheck, projectionsCheck, readinessOf, storeCheck } from '../../common/src/checks.ts';
import { closingStack, type ClosingStack } from '../../common/src/closing-stack.ts';
import { openEventStore, withEventStoreUrl } from '../../common/src/distributed/event-store.ts';
import { openLedger, prefix, type OpenedLedger } from '../../common/src/distributed/ledger.ts';
import { waitForOthers } from '../../common/src/distributed/progress.ts';
import { followedBy } from '../../common/src/followed.ts';
import { closeHttp, listen } from '../../common/src/http.ts';
import { openIdentities } from '../../common/src/identity.ts';
import { assertListenable } from '../../common/src/listening.ts';
import { livenessOf } from '../../common/src/liveness.ts';
import { migrated } from '../../common/src/migrated.ts';
import { documentVerification } from '../../common/src/documents/document-verification.controller.ts';
import { openDocuments } from '../../common/src/documents/documents.ts';
import { verificationJobs } from '../../common/src/operations/verification-jobs.ts';
import { VERIFICATION_JOBS } from '../../common/src/operations/verification.controller.ts';
import { inWords, type VerifiedLedger } from '../../common/src/operations/verified-ledger.ts';
import { PROJECTION_OPERATIONS, PROVABLE_LEDGER, type Verify } from '../../common/src/ports.ts';
import { readModels } from '../../common/src/read-models.ts';
import { openReadings } from '../../common/src/rules.ts';
import { sharedPorts, type SharedParts } from '../../common/src/shared-ports.ts';
import { startSqlAccess } from '../../common/src/sql-access/start-sql-access.ts';
import { openTelemetry } from '../../common/src/telemetry.ts';
import { timeAndChance, type TimeAndChance } from '../../common/src/time-and-chance.ts';
import { openVault } from '../../common/src/vault.ts';
import type { QueryApiConfig } from './config.ts';
import { QueryApiModule } from './query-api.module.ts';

export interface QueryApi {
  readonly url: string;
  stop(): Promise<void>;
}

interface Opened extends SharedParts {
  readonly ledger: OpenedLedger['ledger'];
  readonly config: QueryApiConfig;
  readonly projections: ProjectionStore;
  readonly operations: ProjectionOperations;
  readonly stack: ClosingStack;
  readonly logger: Logger;
}

const open = async (config: QueryApiConfig, stack: ClosingStack, logger: Logger, given: TimeAndChance): Promise<Opened> => {
  const telemetry = await openTelemetry(config.telemetry, stack, logger);
  await migrated(config.databaseUrl, config, logger);
  const keys = await openVault(config, config.databaseUrl, stack, logger, given);
  const { store, codec } = openEventStore(config.eventStoreUrl, keys, stack, telemetry, given);
  const { ledger, ledgerId } = await openLedger(config.databaseUrl, stack, 'dealtrail query-api');
  const documents = openDocuments(config.databaseUrl, stack, logger);
  const projections = new PostgresProjectionStore(config.databaseUrl, { applicationName: 'dealtrail query-api', connections: 4 });
  stack.push('projection store', () => projections.close());
  const operations = projectionOperations({
    ...{ ledger, store: projections, projections: readModels, slices: ledgerSlices(ledger) },
    decode: followedBy(ledger).decode,
  });
  const { who, rulebook } = openReadings({ store, codec, ledger }, given);
  return {
    config,
    ...keys,
    store,
    codec,
    documents,
    ledger,
    ledgerId,
    projections,
    operations,
    who,
    rulebook,
    given,
    telemetry,
    stack,
    logger,
  };
};

const verifyWith =
  ({ config }: Opened): Verify<VerifiedLedger> =>
  async (onProgress) => {
    const store = withEventStoreUrl(() => new EventStoreDbEventSource(config.eventStoreUrl, { prefix }));
    const events = (of: string, after?: string) => store.readAll(of, after);
    const source = new PostgresWholeVerification(config.databaseUrl, { store: { events, placeOf } });
    try {
      return inWords(await verify({ source, witness: fileWitness(config.witnessFile), clock: systemClock, onProgress }));
    } finally {
      await Promise.all([source.close(), store.close()]);
    }
  };

const portsOf = (opened: Opened, attempts: platform.AttemptLog) => {
  const { store, ledger, ledgerId, projections, operations, stack, logger } = opened;
  const source = withEventStoreUrl(() => new EventStoreDbEventSource(opened.config.eventStoreUrl, { prefix }));
  stack.push('event source', () => source.close());
  const readiness = readinessOf({
    store: storeCheck(store),
    ledger: followingCheck(ledger, source),
    projections: projectionsCheck(operations),
  });
  const waitFor = waitForOthers(ledger, projections, ledgerId);
  const jobs = verificationJobs(verifyWith(opened), (error) => logger.error({ err: error }, 'the verification failed'));
  return [
    ...sharedPorts(opened, { attempts, waitFor, readiness, liveness: livenessOf([], stack) }),
    { provide: PROVABLE_LEDGER, useValue: ledger },
    { provide: PROJECTION_OPERATIONS, useValue: operations },
    { provide: VERIFICATION_JOBS, useValue: jobs },
    documentVerification(opened.documents, logger),
    startSqlAccess({ ...opened, connectionString: opened.config.databaseUrl }),
  ];
};

const serve = async (opened: Opened): Promise<QueryApi> => {
  const { config, operations, who, given, telemetry, stack, logger } = opened;
  const { provider } = await openIdentities(config.identity, config.dataDir);
  const attempts = openAttemptLog(opened, stack, logger, opened.given);
  const module = QueryApiModule.of({ databaseUrl: config.databaseUrl, ports: portsOf(opened, attempts), feed: config.feed });
  const app = await platform.createHttpApp(module, {
    identify: provider,
    directory: who,
    clock: given.clock,
    attempts,
    logger,
    ...telemetry,
  });
  stack.push('http', () => closeHttp(app, config.shutdownMs));
  platform.serveOpenApi(app);
  if (telemetry.metrics) {
    platform.serveMetrics(app, telemetry.metrics);
    projectionMetrics(telemetry.metrics, () => operations.status());
  }
  await app.init();
  return { url: await listen(app, config), stop: () => stack.close() };
};

/** Starts a query-api; when it resolves, it answers requests. What was started by then is stopped again when it cannot. */
export const startQueryApi = async (config: QueryApiConfig, logger: Logger, given: TimeAndChance = timeAndChance): Promise<QueryApi> => {
  const stack = closingStack((name, error) => logger.error({ err: error }, `${name} could not be closed`));
  try {
    await assertListenable(config.host, config.port);
    return await serve(await open(config, stack, logger, given));
  } catch (error) {
    await stack.close();
    throw error;
  }
};
