import type { Logger } from 'pino';
import type { LedgerReader } from '#eventsourcing';
import { PostgresPendingDeadlines } from '#postgres';
import { deadlineDispatcher, definitionHandlers, type DeadlineHandlers } from '#processes';
import { deadlineRunner, type DeadlineNotice, type DeadlineRunner, type DispatchDeadline } from '#projections';
import { observedCommands, type CommandObserver } from '#telemetry';
import type { ClosingStack } from './closing-stack.ts';
import type { Telemetry } from './telemetry.ts';
import type { TimeAndChance } from './time-and-chance.ts';

const tell =
  (logger: Logger) =>
  ({ deadline, error, inMs }: DeadlineNotice): void => {
    if (!deadline) return logger.warn({ err: error, inMs }, 'deadlines cannot be read; trying again');
    const { name, stream, dueAt } = deadline;
    logger.warn({ deadline: name, stream, dueAt, inMs, err: error }, `the deadline ${name} was not answered; trying again`);
  };

export interface DeadlineParts {
  readonly connectionString: string;
  readonly ledger: Pick<LedgerReader, 'onGrowth'>;
  readonly given: Pick<TimeAndChance, 'clock'>;
  readonly handlers: DeadlineHandlers;
}

/** The same handlers, watched. */
const observed = (
  { lead, opportunity, approval, contract, ...definitions }: DeadlineHandlers,
  observer: CommandObserver,
): DeadlineHandlers => ({
  lead: observedCommands(lead, observer),
  opportunity: observedCommands(opportunity, observer),
  approval: observedCommands(approval, observer),
  contract: observedCommands(contract, observer),
  ...definitionHandlers(observedCommands(definitions.process, observer)),
});

/** Starts what gives the commands of deadlines whose time has come. */
export const startDeadlines = (
  { connectionString, ledger, given, handlers }: DeadlineParts,
  stack: ClosingStack,
  logger: Logger,
  { commands, tracing }: Telemetry = {},
): DeadlineRunner => {
  const pending = new PostgresPendingDeadlines(connectionString);
  stack.push('pending deadlines', () => pending.close());
  const dispatch = deadlineDispatcher(commands ? observed(handlers, commands) : handlers);
  const traced: DispatchDeadline = (deadline) =>
    tracing ? tracing.following(deadline.source, () => dispatch(deadline)) : dispatch(deadline);
  const runner = deadlineRunner({ pending, ledger, clock: given.clock, dispatch: traced, notify: tell(logger) });
  runner.start();
  stack.push('deadlines', () => runner.stop());
  return runner;
};
