import type { Logger } from 'pino';
import type { CommandHandler, LedgerEvent, Reaction } from '#eventsourcing';
import type { OpenOpportunity, OpportunityCommand } from '#opportunities';
import { PostgresProcessCheckpoints } from '#postgres';
import { conversion, dispatcher, erasure } from '#processes';
import { processRunner, type AnyProcessManager, type Dispatch, type ProcessNotice, type ProcessRunner } from '#projections';
import type { ClosingStack } from './closing-stack.ts';
import type { Keeping } from './keeping.ts';

const completeErasure = 'CompleteErasure';

/** What follows from an erasure on record is done to the keys, not decided in a stream. */
const erasures = ({ name, handles }: Pick<ReturnType<typeof erasure>, 'name' | 'handles'>): AnyProcessManager => ({
  name,
  handles,
  react: ({ stream }: LedgerEvent) => [{ stream, command: { type: completeErasure, data: {} } }],
});

const tell =
  (logger: Logger) =>
  (notice: ProcessNotice): void => {
    if (notice.kind === 'halted') return logger.error({ reason: notice.reason }, `the process ${notice.process} is halted`);
    logger.warn({ err: notice.error, index: notice.index, inMs: notice.inMs }, `the process ${notice.process} failed and tries again`);
  };

/** Starts the processes that carry facts from one stream to another. */
export const startProcessing = async (
  connectionString: string,
  { followed, vault }: Keeping,
  opportunities: CommandHandler<OpportunityCommand>,
  stack: ClosingStack,
  logger: Logger,
): Promise<ProcessRunner> => {
  const checkpoints = new PostgresProcessCheckpoints(connectionString);
  stack.push('process checkpoints', () => checkpoints.close());
  const erase = erasure(vault);
  const decided = dispatcher<OpenOpportunity>(opportunities);
  const dispatch: Dispatch = async (reaction, cause) => {
    if (reaction.command.type === completeErasure) return erase.perform(cause as Parameters<typeof erase.perform>[0]);
    await decided(cause, reaction as Reaction<OpenOpportunity>);
  };
  const managers = [conversion, erasures(erase)] as readonly AnyProcessManager[];
  const runner = processRunner({ ...followed, checkpoints, managers, dispatch, notify: tell(logger) });
  await runner.start();
  stack.push('processes', () => runner.stop());
  return runner;
};
