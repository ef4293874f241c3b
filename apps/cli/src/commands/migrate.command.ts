import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { DefinitionVersionDto } from '#definition-list/nest';
import type { ListedOpportunityDto } from '#opportunity-list/nest';
import type { AnswerBody } from '#platform/nest';
import type { ProcessMigrationContents } from '#rules';
import { progressBar, type Client } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';
import { movesOf, migrationText, runMigration, type Move, type MoveOne } from '../migration-run.ts';
import { allPages } from '../pages.ts';

type Options = CommonOptions & { readonly dryRun?: boolean };

/** The running deals that are still under the version which the migration leaves, each with where it goes. */
const population = async (client: Client, contents: ProcessMigrationContents): Promise<readonly Move[]> => {
  const { from } = contents;
  const process = `${from.id}@${from.version}${from.sha256 === undefined ? '' : `#${from.sha256}`}`;
  return movesOf(
    contents,
    await allPages<ListedOpportunityDto>(client, '/v1/opportunities', { status: 'open', origin: 'governed', process }),
  );
};

/** One command for each deal, under a key of its own for all its attempts; given again, it finds the deal moved and changes nothing. */
const overHttp =
  (client: Client, migrationId: string): MoveOne =>
  async ({ opportunityId }) =>
    (await client.post<AnswerBody>(`/v1/opportunities/${opportunityId}/migrate`, { migrationId }, randomUUID())).outcome;

const migrate = async (migrationId: string, { dryRun = false, ...options }: Options, context: Context): Promise<void> => {
  const out = output(context, options);
  // What is under way when Ctrl-C comes is let end, so the signal is the run's and not the client's.
  const patient = { ...context, signal: new AbortController().signal };
  await connected(patient, out, async (client) => {
    const { contents } = await client.get<DefinitionVersionDto>(`/v1/definitions/processMigration/${migrationId}/in-force`);
    const moves = await population(client, contents as unknown as ProcessMigrationContents);
    if (dryRun) return out.result({ dryRun, moves }, () => `${migrationText(moves)}\n\nA dry run: no deal was moved.`);
    const bar = progressBar('migrating', context.streams.err);
    const progress = (done: number) => bar.update(done, moves.length, '');
    const run = { signal: context.signal, progress };
    const report = await runMigration(moves, overHttp(client, migrationId), run).finally(() => bar.stop());
    out.result({ dryRun, ...report }, () => migrationText(moves, report));
  });
};

export const migrateCommand = (program: Command, context: Context): void => {
  const command = program
    .command('migrate')
    .argument('<migrationId>', 'of a migration in force; `dealtrail definitions list --kind processMigration` lists them')
    .description(
      'Move every running deal to another version of its process, as an approved migration says. Stopped or killed, it can be run again: it goes on with those that were not moved.',
    )
    .option('--dry-run', 'show how many deals would go from which stage to which, and move none')
    .action((migrationId: string, options: Options) => migrate(migrationId, options, context));
  common(command, 'migrate SALES-PROC-003-2-TO-3 --dry-run', 'migrate SALES-PROC-003-2-TO-3');
};
