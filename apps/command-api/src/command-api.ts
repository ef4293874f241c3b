import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { teamCommands, userCommands } from '#organisation';
import * as platform from '#platform/nest';
import { PostgresProjectionStore, PostgresWorkload } from '#postgres';
import type { DeadlineRunner, ProcessRunner } from '#projections';
import { deadlineMetrics, processMetrics, type Metrics } from '#telemetry';
import { openAttemptLog } from '../../common/src/attempts.ts';
import { deadlinesCheck, ledgerCheck, processesCheck, readinessOf, storeCheck, type Check } from '../../common/src/checks.ts';
import { closingStack, type ClosingStack } from '../../common/src/closing-stack.ts';
import { handlersOf, type DecidingHandlers } from '../../common/src/deciding.ts';
import { startDeadlines } from '../../common/src/deadlines.ts';
import { openEventStore, type OpenedStore } from '../../common/src/distributed/event-store.ts';
import { openLedger, type OpenedLedger } from '../../common/src/distributed/ledger.ts';
import { waitForOthers } from '../../common/src/distributed/progress.ts';
import { followedBy } from '../../common/src/followed.ts';
import { DOCUMENT_LIMIT } from '../../common/src/documents/document-intake.controller.ts';
import { openDocuments } from '../../common/src/documents/documents.ts';
import { found } from '../../common/src/founding.ts';
import { closeHttp, listen } from '../../common/src/http.ts';
import { openIdentities } from '../../common/src/identity.ts';
import { whileLeading, type Led, type Leading } from '../../common/src/leading.ts';
import { assertListenable } from '../../common/src/listening.ts';
import { deadlinesLoop, livenessOf } from '../../common/src/liveness.ts';
import { migrated } from '../../common/src/migrated.ts';
import { startProcessing } from '../../common/src/processing.ts';
import { openReadings, publishRules } from '../../common/src/rules.ts';
import { sharedPorts, type SharedParts } from '../../common/src/shared-ports.ts';
import { openTelemetry } from '../../common/src/telemetry.ts';
import { timeAndChance, type TimeAndChance } from '../../common/src/time-and-chance.ts';
import { openVault } from '../../common/src/vault.ts';
import { CommandApiModule } from './command-api.module.ts';
import type { CommandApiConfig } from './config.ts';

export interface CommandApiOptions {
  /** The machine's, unless runs are to be compared. */
  readonly given?: TimeAndChance;
  /** How often it looks whether the ledger has grown; ms. */
  readonly watchEvery?: number;
}

export interface CommandApi {
  readonly url: string;
  readonly ledgerId: string;
  readonly store: OpenedStore['store'];
  /** Nothing where another leads them. */
  processes(): ProcessRunner | undefined;
  deadlines(): DeadlineRunner | undefined;
  stop(): Promise<void>;
}

/** Processes and deadlines, as long as this one leads them. */
interface LedProcesses extends Led {
  readonly runner: ProcessRunner;
  readonly deadlines: DeadlineRunner;
}

interface Opened extends SharedParts {
  readonly ledger: OpenedLedger['ledger'];
  readonly config: CommandApiConfig;
  readonly stack: ClosingStack;
  readonly logger: Logger;
}

const open = async (config: CommandApiConfig, stack: ClosingStack, logger: Logger, options: CommandApiOptions): Promise<Opened> => {
  const { given = timeAndChance, watchEvery } = options;
  const telemetry = await openTelemetry(config.telemetry, stack, logger);
  await migrated(config.databaseUrl, config, logger);
  const keys = await openVault(config, config.databaseUrl, stack, logger, given);
  const { store, codec } = openEventStore(config.eventStoreUrl, keys, stack, telemetry, given);
  const { ledger, ledgerId } = await openLedger(config.databaseUrl, stack, 'dealtrail command-api', watchEvery);
  const documents = openDocuments(config.databaseUrl, stack, logger);
  const { who, rulebook } = openReadings({ store, codec, ledger }, given);
  const ports = { store, codec, directory: who, clock: given.clock };
  const handlers = { users: userCommands(ports), teams: teamCommands(ports) };
  await found(config, ledgerId, handlers, logger);
  await publishRules({ store, codec, who, rulebook, ledger, ledgerId, given }, logger, config);
  const workload = new PostgresWorkload(config.databaseUrl);
  stack.push('workload', () => workload.close());
  return { config, ...keys, store, codec, documents, ledger, ledgerId, who, rulebook, given, telemetry, workload, stack, logger };
};

/** Where another leads the processes, theirs is not this one's matter. */
const ledCheck =
  (leading: () => Leading<LedProcesses> | undefined, check: (led: LedProcesses) => Check): Check =>
  async () => {
    const led = leading()?.current();
    return led ? check(led)() : { ok: true, role: 'follower' };
  };

const portsOf = (opened: Opened, attempts: platform.AttemptLog, leading: () => Leading<LedProcesses> | undefined) => {
  const { config, store, ledger, ledgerId, stack } = opened;
  const projections = new PostgresProjectionStore(config.databaseUrl, { applicationName: 'dealtrail command-api', connections: 1 });
  stack.push('projection store', () => projections.close());
  const shared = sharedPorts(opened, {
    attempts,
    waitFor: waitForOthers(ledger, projections, ledgerId),
    readiness: readinessOf({
      store: storeCheck(store),
      ledger: ledgerCheck(ledger),
      processes: ledCheck(leading, ({ runner }) => processesCheck(() => runner)),
      deadlines: ledCheck(leading, ({ deadlines }) => deadlinesCheck(() => deadlines)),
    }),
    liveness: livenessOf([deadlinesLoop(() => leading()?.current()?.deadlines, config.stuckAfterMs)], stack),
  });
  return [...shared, { provide: DOCUMENT_LIMIT, useValue: config.documentLimit }];
};

/** Of several command-apis, one at a time carries facts from stream to stream and looks after deadlines. */
const leadProcesses = (opened: Opened, handlers: DecidingHandlers): Leading<LedProcesses> => {
  const { config, vault, ledger, who, given, telemetry, stack, logger } = opened;
  const connectionString = config.databaseUrl;
  const leading = whileLeading<LedProcesses>({
    leases: ledger.leases,
    name: 'processes',
    holder: randomUUID(),
    onError: (error) => logger.warn({ part: 'processes', err: error }, 'processes: trying again'),
    start: async () => {
      const own = closingStack((name, error) => logger.error({ err: error }, `${name} could not be closed`));
      const runner = await startProcessing(
        connectionString,
        { followed: followedBy(ledger), vault, who },
        handlers,
        own,
        logger,
        telemetry,
      );
      const deadlines = startDeadlines({ connectionString, ledger, given, handlers }, own, logger, telemetry);
      return { runner, deadlines, stop: () => own.close() };
    },
  });
  stack.push('processes', () => leading.stop());
  return leading;
};

/** Of whoever leads; a follower has no figures of these. */
const exposeLed = (metrics: Metrics, leading: Leading<LedProcesses>): void => {
  processMetrics(metrics, async () => (await leading.current()?.runner.status(Date.now())) ?? []);
  deadlineMetrics(metrics, async () => {
    const deadlines = leading.current()?.deadlines;
    return deadlines ? [await deadlines.status()] : [];
  });
};

const serve = async (opened: Opened): Promise<CommandApi> => {
  const { config, store, ledgerId, who, given, telemetry, stack, logger } = opened;
  const { provider } = await openIdentities(config.identity, config.dataDir);
  const attempts = openAttemptLog(opened, stack, logger, given);
  const started: { leading?: Leading<LedProcesses> } = {};
  const module = CommandApiModule.of(portsOf(opened, attempts, () => started.leading));
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
  const leading = leadProcesses(opened, handlersOf(app));
  started.leading = leading;
  if (telemetry.metrics) exposeLed(telemetry.metrics, leading);
  const [processes, deadlines] = [() => leading.current()?.runner, () => leading.current()?.deadlines];
  return { url: await listen(app, config), ledgerId, store, processes, deadlines, stop: () => stack.close() };
};

/** Starts a command-api; when it resolves, it answers requests. What was started by then is stopped again when it cannot. */
export const startCommandApi = async (config: CommandApiConfig, logger: Logger, options: CommandApiOptions = {}): Promise<CommandApi> => {
  const stack = closingStack((name, error) => logger.error({ err: error }, `${name} could not be closed`));
  try {
    await assertListenable(config.host, config.port);
    return await serve(await open(config, stack, logger, options));
  } catch (error) {
    await stack.close();
    throw error;
  }
};
