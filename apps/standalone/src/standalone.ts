import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { systemClock, type DocumentStore } from '#eventsourcing';
import type { FreshRulebook } from '#definitions';
import { verify } from '#ledger';
import { teamCommands, userCommands, type FreshDirectory } from '#organisation';
import type { LocalIssuer } from '#platform';
import * as platform from '#platform/nest';
import { PostgresVerification } from '#postgres';
import type { KindedContents } from '#rules';
import type { DeadlineRunner, ProcessRunner } from '#projections';
import { closingStack, type ClosingStack } from '../../common/src/closing-stack.ts';
import type { StandaloneConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { exposeFigures } from './figures.ts';
import { handlersOf } from '../../common/src/deciding.ts';
import { startDeadlines } from '../../common/src/deadlines.ts';
import { found } from '../../common/src/founding.ts';
import { openKeeping, type Keeping } from './keeping.ts';
import { deadlinesLoop, livenessOf, projectionsLoop, relayLoop } from '../../common/src/liveness.ts';
import { assertListenable, publishAddress } from '../../common/src/listening.ts';
import { DOCUMENT_LIMIT } from '../../common/src/documents/document-intake.controller.ts';
import { documentVerification } from '../../common/src/documents/document-verification.controller.ts';
import { openDocuments } from '../../common/src/documents/documents.ts';
import { verificationJobs } from '../../common/src/operations/verification-jobs.ts';
import { VERIFICATION_JOBS } from '../../common/src/operations/verification.controller.ts';
import { inWords, type VerifiedLedger } from '../../common/src/operations/verified-ledger.ts';
import { PROJECTION_OPERATIONS, PROVABLE_LEDGER, type Verify } from '../../common/src/ports.ts';
import { startProcessing } from '../../common/src/processing.ts';
import { startProjecting, type Projecting } from '../../common/src/projecting.ts';
import { deadlinesCheck, processesCheck, projectionsCheck, readinessOf, relayCheck, storeCheck } from '../../common/src/checks.ts';
import { openAttemptLog } from '../../common/src/attempts.ts';
import { closeHttp, listen } from '../../common/src/http.ts';
import { openIdentities } from '../../common/src/identity.ts';
import { openReadings, publishRules } from '../../common/src/rules.ts';
import { sharedPorts } from '../../common/src/shared-ports.ts';
import { startSqlAccess } from '../../common/src/sql-access/start-sql-access.ts';
import { StandaloneModule } from './standalone.module.ts';
import { openTelemetry, type Telemetry } from '../../common/src/telemetry.ts';
import { timeAndChance, type TimeAndChance } from '../../common/src/time-and-chance.ts';

export interface StandaloneOptions {
  readonly logger?: Logger;
  /** Further routes, for measuring. */
  readonly extra?: readonly (Type | DynamicModule)[];
  /** Rules that take the place of those that come with the program, where the company has none yet. */
  readonly definitions?: readonly KindedContents[];
  /** Declares that the ledger was restored to an older state, and why: it then gets a new id, if it was. */
  readonly ledgerRestored?: string;
  /** The machine's, unless runs are to be compared. */
  readonly given?: TimeAndChance;
  /** Told when the program cannot go on, because the embedded Postgres ended by itself. */
  readonly onLost?: (reason: Error) => void;
}

/** The running program. */
export interface Standalone {
  readonly url: string;
  readonly config: StandaloneConfig;
  readonly connectionString: string;
  readonly ledgerId: string;
  readonly keeping: Keeping;
  readonly projecting: Projecting;
  readonly processes: ProcessRunner;
  readonly deadlines: DeadlineRunner;
  /** Absent when an identity provider issues the tokens. */
  readonly issuer?: LocalIssuer;
  readonly app: NestFastifyApplication;
  readonly logger: Logger;
  /** Takes no more requests, finishes those under way, then stops everything else; once. */
  stop(): Promise<void>;
}

interface Opened {
  readonly config: StandaloneConfig;
  readonly connectionString: string;
  readonly keeping: Keeping;
  readonly documents: DocumentStore;
  readonly projecting: Projecting;
  readonly who: FreshDirectory;
  readonly rulebook: FreshRulebook;
  readonly given: TimeAndChance;
  readonly telemetry: Telemetry;
  readonly stack: ClosingStack;
  readonly logger: Logger;
}

const verifyWith =
  ({ connectionString, keeping: { witness } }: Opened): Verify<VerifiedLedger> =>
  async (onProgress) => {
    const source = new PostgresVerification(connectionString);
    try {
      return inWords(await verify({ source, witness, clock: systemClock, onProgress }));
    } finally {
      await source.close();
    }
  };

/** What is started after HTTP is prepared, for it needs its handlers. */
interface Started {
  processes?: ProcessRunner;
  deadlines?: DeadlineRunner;
}

const portsOf = (opened: Opened, attempts: platform.AttemptLog, started: Started) => {
  const { keeping, projecting, stack, logger } = opened;
  const { stuckAfterMs } = opened.config;
  const { ledger } = keeping;
  const readiness = readinessOf({
    store: storeCheck(keeping.store),
    ledger: relayCheck(keeping.relay, ledger),
    projections: projectionsCheck(projecting.operations),
    processes: processesCheck(() => started.processes),
    deadlines: deadlinesCheck(() => started.deadlines),
  });
  const loops = [
    relayLoop(keeping.relay, stuckAfterMs),
    projectionsLoop(projecting, stuckAfterMs),
    deadlinesLoop(() => started.deadlines, stuckAfterMs),
  ];
  const liveness = livenessOf(loops, stack);
  const jobs = verificationJobs(verifyWith(opened), (error) => logger.error({ err: error }, 'the verification failed'));
  return [
    ...sharedPorts({ ...keeping, ...opened }, { attempts, waitFor: projecting.waitFor, readiness, liveness }),
    { provide: PROVABLE_LEDGER, useValue: ledger },
    { provide: PROJECTION_OPERATIONS, useValue: projecting.operations },
    { provide: VERIFICATION_JOBS, useValue: jobs },
    { provide: DOCUMENT_LIMIT, useValue: opened.config.documentLimit },
    documentVerification(opened.documents, logger),
    startSqlAccess(opened),
  ];
};

/** From the event store up to read models that answer. */
const open = async (
  config: StandaloneConfig,
  stack: ClosingStack,
  logger: Logger,
  { onLost = () => undefined, ledgerRestored, definitions, given = timeAndChance }: StandaloneOptions,
): Promise<Opened> => {
  const telemetry = await openTelemetry(config.telemetry, stack, logger);
  const database = await openDatabase(config, logger, onLost);
  stack.push('database', () => database.close());
  const { connectionString } = database;
  const keeping = await openKeeping(config, connectionString, stack, logger, { telemetry, ledgerRestored, given });
  const documents = openDocuments(connectionString, stack, logger);
  const { store, codec, ledgerId } = keeping;
  const readings = openReadings(keeping, given);
  const { who, rulebook } = readings;
  const ports = { store, codec, directory: who, clock: given.clock };
  const handlers = { users: userCommands(ports), teams: teamCommands(ports) };
  await found(config, ledgerId, handlers, logger);
  await publishRules({ ...keeping, ...readings, given }, logger, { ...config, ...(definitions && { definitions }) });
  const projecting = await startProjecting(connectionString, keeping, stack, logger, telemetry);
  return { config, connectionString, keeping, documents, projecting, who, rulebook, given, telemetry, stack, logger };
};

const serve = async (opened: Opened, extra: readonly (Type | DynamicModule)[]): Promise<Standalone> => {
  const { config, connectionString, keeping, projecting, who, given, telemetry, stack, logger } = opened;
  const { provider, issuer } = await openIdentities(config.identity, config.dataDir);
  const attempts = openAttemptLog(keeping, stack, logger, given);
  const started: Started = {};
  const module = StandaloneModule.of({
    connectionString,
    ports: portsOf(opened, attempts, started),
    feed: config.feed,
    extra,
  });
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
  if (telemetry.metrics) platform.serveMetrics(app, telemetry.metrics);
  await app.init();
  const handlers = handlersOf(app);
  const processes = await startProcessing(connectionString, { ...keeping, who }, handlers, stack, logger, telemetry);
  const deadlines = startDeadlines({ connectionString, ...keeping.followed, given, handlers }, stack, logger, telemetry);
  Object.assign(started, { processes, deadlines });
  if (telemetry.metrics) exposeFigures(telemetry.metrics, keeping, projecting, processes, deadlines);
  const url = await listen(app, config);
  stack.push('address', await publishAddress(config.dataDir, url));
  return {
    url,
    config,
    connectionString,
    ledgerId: keeping.ledgerId,
    keeping,
    projecting,
    processes,
    deadlines,
    app,
    logger,
    stop: () => stack.close(),
    ...(issuer && { issuer }),
  };
};

/**
 * Starts the whole program in this process; when it resolves, it answers requests. Throws what stands in the way, in words for the user where
 * the user can mend it; what was started by then is stopped again.
 */
export const startStandalone = async (config: StandaloneConfig, options: StandaloneOptions = {}): Promise<Standalone> => {
  const { logger = platform.createLogger(config.logLevel), extra = [] } = options;
  const stack = closingStack((name, error) => logger.error({ err: error }, `${name} could not be closed`));
  try {
    await assertListenable(config.host, config.port);
    const opened = await open(config, stack, logger, options);
    await opened.projecting.ready();
    return await serve(opened, extra);
  } catch (error) {
    await stack.close();
    throw error;
  }
};
