import { spawn } from 'node:child_process';
import { javaOptions, kafkaRuntime } from './kafka-runtime.ts';
import { kafkaTools, type KafkaTool } from './kafka-tools.ts';
import { LocalServerError } from './local-server-error.ts';

/** `npm run kafka -- consoleConsumer --bootstrap-server … --topic …`: runs a tool of Kafka's own in this terminal. */
const [tool = '', ...args] = process.argv.slice(2);

const runTool = async (name: KafkaTool): Promise<void> => {
  const command = [...javaOptions(await kafkaRuntime(console.error), { heap: 256 }), kafkaTools[name], ...args];
  spawn('java', command, { stdio: 'inherit' }).once('exit', (code) => (process.exitCode = code ?? 1));
};

const fail = (message: string): void => {
  console.error(message);
  process.exitCode = 2;
};

if (!(tool in kafkaTools)) fail(`Name one of: ${Object.keys(kafkaTools).join(', ')}; its arguments follow.`);
else
  await runTool(tool as KafkaTool).catch((error: unknown) => {
    if (!(error instanceof LocalServerError)) throw error;
    fail(error.message);
  });
