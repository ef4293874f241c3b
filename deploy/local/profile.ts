import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError } from 'commander';
import { brokerCount } from './broker-count.ts';
import { LocalServerError } from './local-server-error.ts';
import { defaultData, startServers } from './local-servers.ts';
import { packageRoot } from './package-root.ts';

/** The distributed profile on this machine: its servers and its apps, each a process of its own. The apps must have been built. */

interface Options {
  readonly data: string;
  readonly brokers?: 1 | 3;
  readonly commandApis: number;
  readonly queryApis: number;
  readonly relays: number;
  readonly projectors: number;
  readonly port: number;
}

interface App {
  readonly name: string;
  readonly process: ChildProcess;
  /** Where it answers. */
  readonly url: string;
}

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 9) throw new InvalidArgumentError('From 1 to 9.');
  return value;
};

const portNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_500) throw new InvalidArgumentError('From 0 to 65500.');
  return value;
};

/** Says where it answers, or why it cannot. */
const startApp = async (app: string, name: string, environment: NodeJS.ProcessEnv): Promise<App> => {
  const main = join(packageRoot(), 'dist', 'apps', app, 'src', 'main.js');
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', (line) => console.error(`${name}: ${line}`));
  const said = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const [line] = await Promise.race([said, once(child, 'exit').then((): [string] => [''])]);
  const url = /https?:\/\/[^/\s]+/.exec(line)?.[0];
  if (url === undefined) throw new LocalServerError(`${name} did not start.`);
  return { name, process: child, url };
};

const stopAll = async (apps: readonly App[]): Promise<void> => {
  for (const app of apps.toReversed()) {
    if (app.process.exitCode !== null || app.process.signalCode !== null) continue;
    const ended = once(app.process, 'exit');
    app.process.kill('SIGTERM');
    await ended;
    console.error(`${app.name} stopped.`);
  }
};

const announce = (apps: readonly App[], data: string): void => {
  const first = (kind: string): string => apps.find(({ name }) => name.startsWith(kind))?.url ?? '';
  console.log(apps.map(({ name, url }) => `${name.padEnd(14)} ${url}`).join('\n'));
  console.log(
    [
      '',
      'To use the command line with it:',
      `  export DEALTRAIL_URL=${first('query-api')} DEALTRAIL_COMMANDS_URL=${first('command-api')}`,
      `  export DEALTRAIL_TOKEN=$(DATA_DIR=${data} npx dealtrail token operator)`,
      'Ctrl-C stops the apps; npm run infra:down stops the servers.',
    ].join('\n'),
  );
};

const run = async (options: Options): Promise<void> => {
  const servers = await startServers(options);
  const data = join(options.data, 'apps');
  await mkdir(data, { recursive: true });
  const brokers = servers['KAFKA_BROKERS']?.split(',').length ?? 1;
  const shared = { ...process.env, ...servers, DATA_DIR: data, KAFKA_REPLICATION: String(brokers) };
  const wanted = [
    ['relay', options.relays],
    ['command-api', options.commandApis],
    ['query-api', options.queryApis],
    ['projector', options.projectors],
  ] as const;
  const apps: App[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll(apps));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  const startAll = async (): Promise<void> => {
    let port = options.port;
    for (const [app, instances] of wanted)
      for (let at = 1; at <= instances && !stopping; at += 1) {
        const name = instances === 1 ? app : `${app} ${at}`;
        apps.push(await startApp(app, name, { ...shared, PORT: String(port) }));
        if (port > 0) port += 1;
      }
  };
  await startAll().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (!stopping) announce(apps, data);
  await Promise.all(apps.map(async ({ process: child }) => child.exitCode ?? once(child, 'exit')));
};

const program = new Command('distributed')
  .description('The distributed profile on this machine, without containers: servers and apps.')
  .option('--data <dir>', 'where the servers keep their data', defaultData)
  .option('--brokers <n>', 'brokers of Kafka: 1 or 3', brokerCount)
  .option('--command-apis <n>', 'how many', count, 1)
  .option('--query-apis <n>', 'how many', count, 1)
  .option('--relays <n>', 'how many; one leads', count, 1)
  .option('--projectors <n>', 'how many; they share the partitions', count, 1)
  .option('--port <n>', 'of the first app, the others follow; 0: any free ones', portNumber, 0);

try {
  await run(program.parse().opts<Options>());
} catch (error) {
  if (!(error instanceof LocalServerError)) throw error;
  console.error(error.message);
  process.exit(1);
}
