import { Command, CommanderError } from 'commander';
import { UserError } from '#terminal';
import { definitionsCommand } from './commands/definitions.command.ts';
import { documentCommand } from './commands/document.command.ts';
import { eraseCommand } from './commands/erase.command.ts';
import { exportCommand } from './commands/export.command.ts';
import { feedCommand } from './commands/feed.command.ts';
import { historyCommand } from './commands/history.command.ts';
import { importCommand } from './commands/import.command.ts';
import { migrateCommand } from './commands/migrate.command.ts';
import { orgCommand } from './commands/org.command.ts';
import { parkedCommand } from './commands/parked.command.ts';
import { projectionsCommand } from './commands/projections.command.ts';
import { forecastCommand, funnelCommand } from './commands/reports.command.ts';
import { sqlAccessCommand } from './commands/sql-access.command.ts';
import { tokenCommand } from './commands/token.command.ts';
import { verifyCommand } from './commands/verify.command.ts';
import { worklistCommand } from './commands/worklist.command.ts';
import type { CliConfig } from './config.ts';
import type { Context } from './context.ts';
import type { Streams } from './output.ts';

/** 0: done. 1: refused, or something that the caller can mend. 2: not a command as the help describes it. 3: verification found something. 130: stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

const environmentHelp = `
Which server: DEALTRAIL_URL and DEALTRAIL_TOKEN name one (and DEALTRAIL_COMMANDS_URL where commands go, if elsewhere); without them it is the one that runs on the data folder (DATA_DIR, .data when
absent), started for the command if none runs there. Exit codes: 0 done, 1 refused, 2 usage, 3 verification found something, 130 stopped.`;

/** In the order in which the help names them. */
const commands = [
  importCommand,
  historyCommand,
  exportCommand,
  worklistCommand,
  funnelCommand,
  forecastCommand,
  feedCommand,
  verifyCommand,
  documentCommand,
  projectionsCommand,
  parkedCommand,
  tokenCommand,
  sqlAccessCommand,
  migrateCommand,
  orgCommand,
  definitionsCommand,
  eraseCommand,
];

const programOf = (context: Context): Command => {
  const program = new Command('dealtrail')
    .description('Dealtrail: the record of a company’s sales process, from the first lead to the renewal.')
    .addHelpText('after', environmentHelp)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.streams.out.write(text),
      writeErr: (text) => void context.streams.err.write(text),
    })
    .showHelpAfterError('(add --help for what it takes)');
  for (const add of commands) add(program, context);
  return program;
};

const failure = (error: unknown, { streams, signal }: Context): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    streams.err.write(`dealtrail: ${error.message}\n`);
    if (error.advice !== undefined) streams.err.write(`  ${error.advice}\n`);
    return signal.aborted ? 130 : 1;
  }
  if (signal.aborted) {
    streams.err.write('dealtrail: stopped\n');
    return 130;
  }
  throw error;
};

/** Runs one command line. What is neither the caller's nor the server's doing is thrown. */
export const run = async (argv: readonly string[], config: CliConfig, streams: Streams, signal: AbortSignal): Promise<ExitCode> => {
  let code: ExitCode = 0;
  const context: Context = { config, streams, signal, finish: (given) => (code = given) };
  try {
    await programOf(context).parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, context);
  }
};
