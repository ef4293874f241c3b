import 'reflect-metadata';
import { join } from 'node:path';
import { createLogger } from '#platform/nest';
import { readConfig } from './config.ts';
import { growHeapSparingly } from '../../common/src/memory.ts';
import { whyRestored } from '../../common/src/restored.ts';
import { startStandalone, type Standalone } from './standalone.ts';
import { describeFailure } from '../../common/src/start-failure.ts';

const demo = process.argv.includes('--demo');
/** The demonstration ends the program once it has shown all. */
const exits = process.argv.includes('--exit');

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

const announce = ({ url, config }: Standalone): void => {
  const lines = [
    `Dealtrail answers at ${url}`,
    `  API page   ${url}/docs`,
    `  readiness  ${url}/health/ready`,
    `  data in    ${config.databaseUrl === undefined ? config.dataDir : `your database, keys in ${config.dataDir}`}`,
    ...(config.identity.kind === 'local' ? ['  tokens     npx dealtrail token <userId>'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const demonstrate = async (running: Standalone): Promise<void> => {
  const { runDemo } = await import('./demo/run-demo.ts');
  await runDemo(running);
};

/** Whoever started this program may be gone. Without a listener, saying so would itself be an error to tell of, without end. */
const outliveListeners = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
};

const main = async (): Promise<void> => {
  growHeapSparingly();
  outliveListeners();
  const config = readConfig(undefined, demo ? { dataDir: join('.data', 'demo'), logLevel: 'warn' } : {});
  const logger = createLogger(config.logLevel, process.stderr.isTTY);
  const ledgerRestored = whyRestored();
  const starting = startStandalone(config, {
    logger,
    onLost: (reason) => lost(reason),
    ...(ledgerRestored !== undefined && { ledgerRestored }),
  });
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

  /** Stopping cuts a demonstration off; it goes on the next time. */
  const ended = (reason: unknown): void => (stopping ? undefined : lost(reason));

  stopOnSignals(stop);
  process.on('uncaughtException', lost);
  process.on('unhandledRejection', lost);
  const running = await starting;
  if (stopping) return;
  announce(running);
  if (!demo) return;
  await demonstrate(running).catch(ended);
  if (exits) await stop(0);
};

await main().catch(fail);
