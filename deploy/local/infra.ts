import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { eventStoreServer } from './eventstore-server.ts';
import { kafkaServer } from './kafka-server.ts';
import { LocalServerError } from './local-server-error.ts';
import type { LocalServer } from './local-server.ts';
import { packageRoot } from './package-root.ts';
import { postgresServer } from './postgres-server.ts';

interface Options {
  readonly data: string;
  readonly brokers?: 1 | 3;
}

const brokerCount = (text: string): 1 | 3 => {
  if (text !== '1' && text !== '3') throw new InvalidArgumentError('One or three.');
  return text === '1' ? 1 : 3;
};

/** In the order in which they are started. */
const serversIn = ({ data, brokers }: Options): readonly LocalServer[] => {
  const folder = (name: string): string => join(resolve(data), name);
  const eventStore = eventStoreServer(folder('eventstore'));
  return [
    postgresServer(folder('postgres')),
    ...(eventStore ? [eventStore] : []),
    kafkaServer({ folder: folder('kafka'), brokers, log: console.error }),
  ];
};

const up = async (options: Options): Promise<void> => {
  await mkdir(options.data, { recursive: true });
  const lines: string[] = [];
  for (const server of serversIn(options)) {
    const began = performance.now();
    const { already, variable, address } = await server.up();
    console.error(
      already ? `${server.name} is running already.` : `${server.name} started in ${((performance.now() - began) / 1000).toFixed(1)} s.`,
    );
    lines.push(`${variable}=${address}`);
  }
  const file = join(options.data, 'env');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  console.log(lines.join('\n'));
  console.error(`Also in ${file}: set -a; . ${file}; set +a`);
};

const down = async ({ wipe, ...options }: Options & { readonly wipe: boolean }): Promise<void> => {
  for (const server of serversIn(options).toReversed())
    console.error((await server.down()) ? `${server.name} stopped.` : `${server.name} did not run.`);
  await rm(join(options.data, 'env'), { force: true });
  if (!wipe) return;
  for (const name of ['postgres', 'eventstore', 'kafka'])
    await rm(join(options.data, name), { recursive: true, force: true, maxRetries: 5 });
  console.error(`Their data in ${options.data} are removed.`);
};

/** Ends with 1 unless all run and answer. */
const status = async (options: Options): Promise<void> => {
  const states = (await Promise.all(serversIn(options).map((server) => server.status()))).flat();
  for (const { name, pid, address, answers } of states) {
    const shown = address?.replace(/:[^:@/]+@/, ':…@') ?? '';
    console.log(
      [name.padEnd(29), (pid === undefined ? 'not running' : `pid ${pid}`).padEnd(12), answers ? 'answers' : 'no answer', shown].join('  '),
    );
  }
  if (states.length < 2 || !states.every(({ answers }) => answers)) process.exitCode = 1;
};

const program = new Command('infra').description('The servers of the distributed profile on this machine, without containers.');
const command = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('--data <dir>', 'where the servers keep their data', join(packageRoot(), '.data', 'infra'));

command('up', 'start them, and print where they are').option('--brokers <n>', 'brokers of Kafka: 1 or 3', brokerCount).action(up);
command('down', 'stop them').option('--wipe', 'and remove their data', false).action(down);
command('status', 'tell which of them run and answer').action(status);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LocalServerError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
