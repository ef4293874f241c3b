import type { Logger } from 'pino';
import type { LedgerReader } from '#eventsourcing';
import { PostgresProjectionStore } from '#postgres';
import {
  ProjectionHalted,
  projectionOperations,
  projectionRunner,
  readYourWrites,
  type Notice,
  type Projected,
  type ProjectionOperations,
  type WaitFor,
} from '#projections';
import { keepShown } from './analysts.ts';
import type { ClosingStack } from './closing-stack.ts';
import type { Followed } from './followed.ts';
import { readModels } from './read-models.ts';
import type { Telemetry } from './telemetry.ts';

/** The read models, kept up to date. */
export interface Projecting {
  readonly operations: ProjectionOperations;
  readonly waitFor: WaitFor;
  /** Resolves when every read model answers queries, or one is halted: readiness says so, and an operator mends it while the program runs. */
  ready(): Promise<void>;
  /** When the live read models last had their turn; ms of `performance.now()`. */
  turnedAt(): number;
}

/** Tells an operator what a runner has to say. */
export const tellProjecting =
  (logger: Logger) =>
  (notice: Notice): void => {
    if (notice.kind === 'unreachable')
      return logger.warn({ err: notice.error, inMs: notice.inMs }, 'projections cannot reach the database and try again');
    const { projection, version, build } = notice.build;
    const about = { projection, version, build };
    const name = `${projection} version ${version} build ${build}`;
    switch (notice.kind) {
      case 'parked':
        return logger.error({ ...about, ...notice.parked }, 'a case was parked: it waits for an operator');
      case 'halted':
        return logger.error({ ...about, reason: notice.reason }, `${name} is halted`);
      case 'retrying':
        return logger.warn({ ...about, err: notice.error, inMs: notice.inMs }, `${name} failed and tries again`);
      case 'filling':
        return logger.info({ ...about, position: notice.position, size: notice.size }, `${name} is being filled`);
      case 'swapped':
        return logger.info({ ...about, position: notice.position }, `${name} is live`);
    }
  };

const unlessHalted = (error: unknown): void => {
  if (!(error instanceof ProjectionHalted)) throw error;
};

/** Starts the projections of all read models. */
export const startProjecting = async (
  connectionString: string,
  { ledger, followed }: { readonly ledger: LedgerReader; readonly followed: Followed },
  stack: ClosingStack,
  logger: Logger,
  { tracing }: Telemetry = {},
): Promise<Projecting> => {
  await keepShown(connectionString, logger);
  const store = new PostgresProjectionStore(connectionString);
  stack.push('projection store', () => store.close());
  const shared = { store, decode: followed.decode, projections: readModels };
  const onProjected = tracing && (({ events, by, ...span }: Projected) => tracing.projected(events, by, span));
  const runner = projectionRunner({
    ...shared,
    ledger: followed.ledger,
    notify: tellProjecting(logger),
    // A trace tells of each step when its rows are there, so that nothing may linger.
    ...(onProjected ? { onProjected } : { settings: { lingers: true } }),
  });
  await runner.start();
  stack.push('projections', () => runner.stop());
  return {
    operations: projectionOperations({ ...shared, ledger, ordered: () => runner.refresh() }),
    waitFor: readYourWrites(followed.ledger, runner.progress),
    ready: () => runner.ready().catch(unlessHalted),
    turnedAt: () => runner.turnedAt,
  };
};
