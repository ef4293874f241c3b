import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { BuildId, ProjectionStatus } from '#projections';
import { progressBar, table, UserError, type Client } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

/** A read model as the server shows it. */
export type Shown = Omit<ProjectionStatus, 'checkpoint'> & { readonly position: number };

export const projectionsOf = async (client: Client): Promise<readonly Shown[]> =>
  (await client.get<{ projections: readonly Shown[] }>('/v1/operations/projections')).projections;

const statusText = (projections: readonly Shown[]): string =>
  table(
    ['read model', 'version', 'build', 'state', 'position', 'events behind', 'seconds behind', 'parked cases', ''],
    projections.map(({ name, version, build, live, state, position, lagEvents, lagSeconds, parkedCases, reason }) => [
      name,
      String(version),
      `${build}${live ? '' : ' (not live)'}`,
      state,
      position,
      lagEvents,
      Math.round(lagSeconds),
      parkedCases,
      reason ?? '',
    ]),
  );

const orderPath = (name: string, order: string): string => `/v1/operations/projections/${encodeURIComponent(name)}/${order}`;

const isBuild = (status: Shown, { projection, version, build }: BuildId): boolean =>
  status.projection === projection && status.version === version && status.build === build;

/** Follows a build until it is the live one. */
const followed = async (client: Client, build: BuildId, progress: (done: number, total: number) => void): Promise<Shown> => {
  for (;;) {
    const status = (await projectionsOf(client)).find((one) => isBuild(one, build));
    if (!status)
      throw new UserError(`build ${build.build} of ${build.projection} was given up for another one`, 'see `dealtrail projections list`');
    if (status.state === 'halted') throw new UserError(`build ${build.build} of ${build.projection} is halted: ${status.reason ?? ''}`);
    progress(status.position, status.position + status.lagEvents);
    if (status.live) return status;
    await pause(200);
  }
};

const listing = (projections: Command, context: Context): void => {
  const command = projections
    .command('list', { isDefault: true })
    .description('How far each read model is, in which state, and what waits for an operator.')
    .action(async (options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const all = await projectionsOf(client);
        out.result(all, () => statusText(all));
      });
    });
  common(command, 'projections', 'projections list --json');
};

const building = (projections: Command, context: Context, order: 'rebuild' | 'rollback', description: string): void => {
  const command = projections
    .command(order)
    .argument('<name>', 'the read model')
    .description(description)
    .action(async (name: string, options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const build = await client.post<BuildId>(orderPath(name, order), {}, randomUUID());
        out.note(`Ctrl-C ends the watching only; the server goes on while it runs.`);
        const bar = progressBar(name, context.streams.err);
        const live = await followed(client, build, (done, total) => bar.update(done, total, 'events')).finally(() => bar.stop());
        out.result(live, () => `${name} build ${live.build} is live, at position ${live.position}.`);
      });
    });
  common(command, `projections ${order} funnel`);
};

const switching = (projections: Command, context: Context, order: 'pause' | 'resume', description: string): void => {
  const command = projections
    .command(order)
    .argument('<name>', 'the read model')
    .description(description)
    .action(async (name: string, options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const changed = await client.post<{ projection: string; state: string }>(orderPath(name, order), {}, randomUUID());
        out.result(changed, () => `${changed.projection} is ${changed.state}.`);
      });
    });
  common(command, `projections ${order} funnel`);
};

export const projectionsCommand = (program: Command, context: Context): void => {
  const projections = program
    .command('projections')
    .description('Read models: how far they are; build them anew, stop them, let them go on.');
  listing(projections, context);
  building(
    projections,
    context,
    'rebuild',
    'Build a read model anew beside the live one, which answers until the new one takes its place.',
  );
  building(projections, context, 'rollback', 'Let the build that was live before catch up and take its place back.');
  switching(projections, context, 'pause', 'Stop a read model where it is; queries go on answering from there.');
  switching(projections, context, 'resume', 'Let a paused read model go on.');
};
