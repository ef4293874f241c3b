import type { Command } from 'commander';
import type { Client } from '#terminal';
import type { CliConfig } from './config.ts';
import { connect } from './connection.ts';
import { outputOf, type Output, type Streams } from './output.ts';

/** What a command is given beside its arguments. */
export interface Context {
  readonly config: CliConfig;
  readonly streams: Streams;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** What the process ends with: 0, unless a command found something that its caller must know (3). */
  finish(code: 0 | 3): void;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
}

export const output = ({ streams }: Context, { json = false }: CommonOptions): Output => outputOf(json, streams);

/** Runs work with a client of the server, and afterwards stops what was started for it. */
export const connected = async <T>(context: Context, out: Output, work: (client: Client) => Promise<T>): Promise<T> => {
  const connection = await connect(context.config, (line) => out.note(line), { signal: context.signal });
  try {
    return await work(connection.client);
  } finally {
    await connection.close();
  }
};

/** Adds examples below the help. */
export const examples = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', ['', 'Examples:', ...lines.map((line) => `  $ dealtrail ${line}`)].join('\n'));

/** Adds what every command has whose result is one: `--json`, and examples below the help. */
export const common = (command: Command, ...lines: readonly string[]): Command =>
  examples(command.option('--json', 'print the result as one JSON document'), ...lines);
