import type { Logger } from 'pino';
import type { Command, CommandHandler, KeyVault, LedgerEvent } from '#eventsourcing';
import { PostgresProcessCheckpoints } from '#postgres';
import {
  absorption,
  approvalCourse,
  approvalNotes,
  behaviourScoring,
  contractCourse,
  contractNotes,
  conversion,
  dispatcher,
  erasure,
  negotiationHandOver,
  negotiationNoting,
  negotiationOpening,
  succession,
} from '#processes';
import { processRunner, type AnyProcessManager, type Dispatch, type ProcessNotice, type ProcessRunner } from '#projections';
import type { Directory } from '#rules';
import { observedCommands } from '#telemetry';
import type { ClosingStack } from './closing-stack.ts';
import type { DecidingHandlers } from './deciding.ts';
import type { Followed } from './followed.ts';
import type { Telemetry } from './telemetry.ts';

const completeErasure = 'CompleteErasure';

/** What follows from an erasure on record is done to the keys, not decided in a stream. */
const erasures = ({ name, handles }: Pick<ReturnType<typeof erasure>, 'name' | 'handles'>): AnyProcessManager => ({
  name,
  handles,
  react: ({ stream }: LedgerEvent) => [{ stream, command: { type: completeErasure, data: {} } }],
});

const handOver = 'HandOverWork';

/** What a user who left had in hand is found first, and then given away one by one. */
const successions = ({ name, handles }: Pick<ReturnType<typeof succession>, 'name' | 'handles'>): AnyProcessManager => ({
  name,
  handles,
  react: ({ stream }: LedgerEvent) => [{ stream, command: { type: handOver, data: {} } }],
});

/** Gives each command to who decides on streams of that category. */
const byCategory = ({ lead, opportunity, approval, contract, negotiation }: DecidingHandlers): CommandHandler<Command> => {
  const handlers: Readonly<Record<string, unknown>> = { lead, opportunity, approval, contract, negotiation };
  return (request) => {
    const handle = handlers[request.stream.split('-', 1)[0] ?? ''] as CommandHandler<Command> | undefined;
    if (!handle) throw new Error(`nobody decides on ${request.stream}`);
    return handle(request);
  };
};

const tell =
  (logger: Logger) =>
  (notice: ProcessNotice): void => {
    if (notice.kind === 'halted')
      return logger.error({ process: notice.process, reason: notice.reason }, `the process ${notice.process} is halted`);
    const { process, index, inMs, error } = notice;
    logger.warn({ process, index, inMs, err: error }, `the process ${process} failed and tries again`);
  };

/** Starts the processes that carry facts from one stream to another. */
export const startProcessing = async (
  connectionString: string,
  { followed, vault, who }: { readonly followed: Followed; readonly vault: KeyVault; readonly who: Directory },
  handlers: DecidingHandlers,
  stack: ClosingStack,
  logger: Logger,
  { commands, tracing }: Telemetry = {},
): Promise<ProcessRunner> => {
  const checkpoints = new PostgresProcessCheckpoints(connectionString);
  stack.push('process checkpoints', () => checkpoints.close());
  const erase = erasure(vault);
  const succeed = succession({ ...followed, directory: who });
  const decides = byCategory(handlers);
  const decided = dispatcher<Command>(commands ? observedCommands(decides, commands) : decides);
  const dispatch: Dispatch = async (reaction, cause) => {
    if (reaction.command.type === completeErasure) return erase.perform(cause as Parameters<typeof erase.perform>[0]);
    if (reaction.command.type === handOver) return succeed.perform(cause, decided);
    await decided(cause, reaction);
  };
  const traced: Dispatch = (reaction, cause) =>
    tracing ? tracing.following(cause, () => dispatch(reaction, cause)) : dispatch(reaction, cause);
  const managers = [
    ...[conversion, absorption, behaviourScoring, erasures(erase), successions(succeed)],
    ...[approvalCourse, approvalNotes, contractCourse, contractNotes],
    ...[negotiationOpening, negotiationHandOver, negotiationNoting],
  ] as readonly AnyProcessManager[];
  const runner = processRunner({ ...followed, checkpoints, managers, dispatch: traced, notify: tell(logger) });
  await runner.start();
  stack.push('processes', () => runner.stop());
  return runner;
};
