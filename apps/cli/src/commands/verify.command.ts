import type { Command } from 'commander';
import { progressBar, verificationText, verifyLedger } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

export const verifyCommand = (program: Command, context: Context): void => {
  const command = program
    .command('verify')
    .description(
      'Verify every event: store against ledger, ledger against its tree, all of it against the heads kept outside. Exit code 3 when something is wrong.',
    )
    .action(async (options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const bar = progressBar('verifying', context.streams.err);
        const verified = await verifyLedger(client, (done, total) => bar.update(done, total, 'events')).finally(() => bar.stop());
        out.result(verified, () => verificationText(verified));
        if (!verified.ok) context.finish(3);
      });
    });
  common(command, 'verify', 'verify --json');
};
