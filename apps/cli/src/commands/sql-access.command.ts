import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { sqlAccessText, type SqlAccessTold } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

interface Options extends CommonOptions {
  readonly withdraw?: boolean;
  readonly of?: string;
}

const path = '/v1/sql-access';

export const sqlAccessCommand = (program: Command, context: Context): void => {
  const command = program
    .command('sql-access')
    .description('Get a login of your own to the database, to read the views for analysts by SQL; or a new password for it.')
    .option('--withdraw', 'let nobody in by it any more')
    .option('--of <userId>', 'with --withdraw: that of another user')
    .action(async (options: Options) => {
      if (options.of !== undefined && !options.withdraw) command.error('error: --of goes with --withdraw: a login is for oneself');
      const out = output(context, options);
      await connected(context, out, async (client) => {
        if (options.withdraw) {
          await client.remove(options.of === undefined ? path : `${path}/${encodeURIComponent(options.of)}`);
          return out.result({ withdrawn: true }, () => 'Nobody is let in by that login any more.');
        }
        const told = await client.post<SqlAccessTold>(path, {}, randomUUID());
        return out.result(told, () => sqlAccessText(told));
      });
    });
  common(command, 'sql-access', 'sql-access --json', 'sql-access --withdraw', 'sql-access --withdraw --of lina');
};
