import type { Logger } from 'pino';
import { PostgresProjectionStore } from '#postgres';
import {
  ProjectionHalted,
  projectionOperations,
  projectionRunner,
  readYourWrites,
  type Notice,
  type ProjectionOperations,
  type WaitFor,
} from '#projections';
import type { ClosingStack } from './closing-stack.ts';
import type { Keeping } from './keeping.ts';
import { readModels } from './read-models.ts';

/** The read models, kept up to date. */
export interface Projecting {
  readonly operations: ProjectionOperations;
  readonly waitFor: WaitFor;
  /** Resolves when every read model answers queries, or one is halted: readiness says so, and an operator mends it while the program runs. */
  ready(): Promise<void>;
}

const nameOf = ({ projection, version, build }: { projection: string; version: number; build: number }): string =>
  `${projection} version ${version} build ${build}`;

const tell =
  (logger: Logger) =>
  (notice: Notice): void => {
    switch (notice.kind) {
      case 'parked':
        return logger.error({ projection: notice.build.projection, ...notice.parked }, 'a case was parked: it waits for an operator');
      case 'halted':
        return logger.error({ reason: notice.reason }, `${nameOf(notice.build)} is halted`);
      case 'retrying':
        return logger.warn({ err: notice.error, inMs: notice.inMs }, `${nameOf(notice.build)} failed and tries again`);
      case 'unreachable':
        return logger.warn({ err: notice.error, inMs: notice.inMs }, 'projections cannot reach the database and try again');
      case 'filling':
        return logger.info({ position: notice.position, size: notice.size }, `${nameOf(notice.build)} is being filled`);
      case 'swapped':
        return logger.info({ position: notice.position }, `${nameOf(notice.build)} is live`);
    }
  };

const unlessHalted = (error: unknown): void => {
  if (!(error instanceof ProjectionHalted)) throw error;
};

/** Starts the projections of all read models. */
export const startProjecting = async (
  connectionString: string,
  { ledger, followed }: Keeping,
  stack: ClosingStack,
  logger: Logger,
): Promise<Projecting> => {
  const store = new PostgresProjectionStore(connectionString);
  stack.push('projection store', () => store.close());
  const shared = { store, decode: followed.decode, projections: readModels };
  const runner = projectionRunner({ ...shared, ledger: followed.ledger, notify: tell(logger) });
  await runner.start();
  stack.push('projections', () => runner.stop());
  return {
    operations: projectionOperations({ ...shared, ledger, ordered: () => runner.refresh() }),
    waitFor: readYourWrites(ledger, runner.progress),
    ready: () => runner.ready().catch(unlessHalted),
  };
};
