import { Counter } from 'prom-client';
import { LostRace, OutcomeUnknown, StoreUnavailable, type Command, type CommandHandler, type CommandResult } from '#eventsourcing';
import type { Metrics } from './metrics.ts';

/** Told what became of each command: its result, or what was thrown instead. */
export interface CommandObserver {
  readonly decided: (command: string, result: CommandResult) => void;
  readonly failed: (command: string, error: unknown) => void;
}

/** A repetition is no second acceptance or refusal. */
const outcomeOf = (result: CommandResult): string => {
  if (result.kind !== 'answered') return result.kind;
  return result.repeated ? 'repeated' : result.answer.kind;
};

const failureOf = (error: unknown): string => {
  if (error instanceof LostRace) return 'lostRace';
  if (error instanceof OutcomeUnknown) return 'unknown';
  if (error instanceof StoreUnavailable) return 'unavailable';
  return 'failed';
};

/** Counts commands by type and by what became of them. */
export const commandMetrics = ({ registry }: Metrics): CommandObserver => {
  const commands = new Counter({
    name: 'dealtrail_commands_total',
    help: 'Commands by what became of them; repeated: an Idempotency-Key came again and got its first answer.',
    labelNames: ['command', 'outcome'],
    registers: [registry],
  });
  return {
    decided: (command, result) => commands.inc({ command, outcome: outcomeOf(result) }),
    failed: (command, error) => commands.inc({ command, outcome: failureOf(error) }),
  };
};

/** The same handler, observed. */
export const observedCommands =
  <C extends Command>(handle: CommandHandler<C>, { decided, failed }: CommandObserver): CommandHandler<C> =>
  async (request) => {
    try {
      const result = await handle(request);
      decided(request.command.type, result);
      return result;
    } catch (error) {
      failed(request.command.type, error);
      throw error;
    }
  };
