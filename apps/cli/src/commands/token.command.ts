import { InvalidArgumentError, type Command } from 'commander';
import { isRequestId, requestIdForm } from '#platform';
import { issueToken } from '../connection.ts';
import { common, output, type CommonOptions, type Context } from '../context.ts';

interface Options extends CommonOptions {
  readonly ttl: number;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const longest = 30 * 86_400;

const secondsOf = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (units[unit] ?? Number.NaN);
  if (!(seconds >= 1 && seconds <= longest)) throw new InvalidArgumentError('expected a number with s, m, h or d, at most 30d.');
  return seconds;
};

/** A token that names anyone else would be refused by every server. */
const userIdOf = (text: string): string => {
  if (!isRequestId(text)) throw new InvalidArgumentError(`expected a user id: ${requestIdForm}.`);
  return text;
};

export const tokenCommand = (program: Command, context: Context): void => {
  const command = program
    .command('token')
    .argument('<userId>', 'whom it names; what they may do is in their roles', userIdOf)
    .description('Issue a bearer token with the key in the data folder, for servers that use it.')
    .option('--ttl <duration>', 'how long it is valid: 30m, 12h, 7d', secondsOf, 12 * 3_600)
    .action(async (userId: string, options: Options) => {
      const token = await issueToken(context.config.dataDir, userId, options.ttl);
      output(context, options).result({ userId, token, seconds: options.ttl }, () => token);
    });
  common(command, 'token lina', 'token auditor --ttl 7d', 'token lina --json');
};
