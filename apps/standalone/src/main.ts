import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger } from '#platform/nest';
import { readConfig } from './config.ts';
import { startStandalone, type Standalone } from './standalone.ts';
import { describeFailure } from './start-failure.ts';

const demo = process.argv.includes('--demo');

const fail = (error: unknown): never => {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exit(1);
};

/** The first signal stops in order, the second at once. */
const stopOnSignals = (stop: (code: number) => Promise<void>): void => {
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(130);
    asked = true;
    process.stderr.write('Stopping; once more to stop at once.\n');
    void stop(0);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A program that started this one for itself has ended.
  process.on('disconnect', () => void stop(0));
};

const runDemo = async (app: Standalone): Promise<void> => {
  const path = fileURLToPath(new URL(`./demo${extname(import.meta.url)}`, import.meta.url));
  if (!existsSync(path)) throw new Error(`the demonstration is missing: ${path}`);
  const { runDemo: run } = (await import(path)) as { runDemo: (app: Standalone) => Promise<void> };
  await run(app);
};

const announce = ({ url, config }: Standalone): void => {
  const lines = [
    `Dealtrail answers at ${url}`,
    `  API page   ${url}/docs`,
    `  readiness  ${url}/health/ready`,
    `  data in    ${config.databaseUrl === undefined ? config.dataDir : `your database, keys in ${config.dataDir}`}`,
    ...(config.identity.kind === 'local' ? ['  tokens     npx dealtrail token --user <id>'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const main = async (): Promise<void> => {
  const config = readConfig(undefined, demo ? join('.data', 'demo') : '.data');
  const logger = createLogger(config.logLevel, process.stderr.isTTY);
  const starting = startStandalone(config, { logger, onLost: (reason) => lost(reason) });
  let stopping = false;

  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const overdue = setTimeout(() => process.exit(code === 0 ? 1 : code), config.shutdownMs + 90_000);
    await starting.then(
      (running) => running.stop(),
      () => undefined,
    );
    clearTimeout(overdue);
    logger.flush();
    process.exit(code);
  };
  const lost = (reason: unknown): void => {
    process.stderr.write(`${describeFailure(reason)}\n`);
    void stop(1);
  };

  stopOnSignals(stop);
  process.on('uncaughtException', lost);
  process.on('unhandledRejection', lost);
  const running = await starting;
  if (stopping) return;
  announce(running);
  if (demo) await runDemo(running);
};

await main().catch(fail);
