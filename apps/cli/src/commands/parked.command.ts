import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { ParkedCaseRecord, Unparked } from '#projections';
import { table, UserError, type Client } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

const parkedText = (parked: readonly ParkedCaseRecord[]): string =>
  parked.length === 0
    ? 'No case is parked.'
    : table(
        ['read model', 'case', 'from index', 'held back', 'parked at', 'attempts', 'error'],
        parked.map(({ projection, caseId, fromIndex, heldBack, parkedAt, attempts, error }) => [
          projection,
          caseId,
          String(fromIndex),
          heldBack,
          parkedAt,
          attempts,
          error,
        ]),
      );

const ordered = (client: Client, projection: string, caseId: string, order: string, body: object): Promise<Unparked> =>
  client.post<Unparked>(
    `/v1/operations/parked/${encodeURIComponent(projection)}/${encodeURIComponent(caseId)}/${order}`,
    body,
    randomUUID(),
  );

const settled = (unparked: Unparked, caseId: string): string => {
  if (unparked.kind === 'released') return `${caseId} goes on.`;
  if (unparked.kind === 'stillParked')
    throw new UserError(`${caseId} is parked still, at index ${unparked.parked.fromIndex}: ${unparked.parked.error}`);
  throw new UserError(`${caseId} is not parked there`);
};

const listing = (parked: Command, context: Context): void => {
  const command = parked
    .command('list', { isDefault: true })
    .description('Cases that a read model could not follow, each with the event it stopped at and what waits behind it.')
    .action(async (options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const { parked: cases } = await client.get<{ parked: readonly ParkedCaseRecord[] }>('/v1/operations/parked');
        out.result(cases, () => parkedText(cases));
      });
    });
  common(command, 'parked', 'parked --json');
};

const retrying = (parked: Command, context: Context): void => {
  const command = parked
    .command('retry')
    .argument('<readModel>')
    .argument('<caseId>')
    .description('Fold what was held back of a case, in order: after the program was mended.')
    .action(async (projection: string, caseId: string, options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const unparked = await ordered(client, projection, caseId, 'retry', {});
        const told = settled(unparked, caseId);
        out.result(unparked, () => told);
      });
    });
  common(command, 'parked retry funnel case-demo-17');
};

const discarding = (parked: Command, context: Context): void => {
  const command = parked
    .command('discard')
    .argument('<readModel>')
    .argument('<caseId>')
    .requiredOption('--reason <text>', 'why, kept with who did it')
    .description('Leave exactly the event that could not be handled out of this read model, and go on with the case. The log keeps it.')
    .action(async (projection: string, caseId: string, options: CommonOptions & { readonly reason: string }) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const unparked = await ordered(client, projection, caseId, 'discard', { reason: options.reason });
        const told = settled(unparked, caseId);
        out.result(unparked, () => told);
      });
    });
  common(command, 'parked discard funnel case-demo-17 --reason "amount of a test"');
};

export const parkedCommand = (program: Command, context: Context): void => {
  const parked = program.command('parked').description('Cases that wait for an operator, by read model.');
  listing(parked, context);
  retrying(parked, context);
  discarding(parked, context);
};
