import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { brokerCount } from './broker-count.ts';
import { LocalServerError } from './local-server-error.ts';
import { defaultData, environmentFile, serversIn, startServers, type LocalServersOptions } from './local-servers.ts';

const up = async (options: LocalServersOptions): Promise<void> => {
  const environment = await startServers(options);
  console.log(
    Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  );
  const file = environmentFile(options);
  console.error(`Also in ${file}: set -a; . ${file}; set +a`);
};

const down = async ({ wipe, ...options }: LocalServersOptions & { readonly wipe: boolean }): Promise<void> => {
  for (const server of serversIn(options).toReversed())
    console.error((await server.down()) ? `${server.name} stopped.` : `${server.name} did not run.`);
  await rm(environmentFile(options), { force: true });
  if (!wipe) return;
  for (const name of ['postgres', 'eventstore', 'kafka'])
    await rm(join(options.data, name), { recursive: true, force: true, maxRetries: 5 });
  console.error(`Their data in ${options.data} are removed.`);
};

/** Ends with 1 unless all run and answer. */
const status = async (options: LocalServersOptions): Promise<void> => {
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
  program.command(name).description(description).option('--data <dir>', 'where the servers keep their data', defaultData);

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
