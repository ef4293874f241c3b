import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { AnswerBody } from '#platform/nest';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

interface Options extends CommonOptions {
  readonly basis: string;
}

export const eraseCommand = (program: Command, context: Context): void => {
  const command = program
    .command('erase')
    .argument('<personId>', 'whose data: a lead’s contactId, a signatoryId, a userId')
    .requiredOption('--basis <text>', 'on which ground, for the record: the request of the person, a court’s order')
    .description('Destroy the key of a person’s data: what was sealed under it is unreadable for ever. It cannot be undone.')
    .action(async (personId: string, options: Options) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const path = `/v1/persons/${encodeURIComponent(personId)}/erase`;
        const answer = await client.post<AnswerBody>(path, { legalBasis: options.basis }, randomUUID());
        const done = answer.outcome === 'accepted' ? 'The data of this person are unreadable from now on.' : 'They had been erased before.';
        out.result(answer, () => done);
      });
    });
  common(command, 'erase contact-17 --basis "request of 2026-03-31, GDPR art. 17"');
};
