import type { Logger } from 'pino';
import { createLogger } from '#platform/nest';
import type { ProcessConfig } from './config/process.config.ts';
import { describeFailure } from './start-failure.ts';

/** A program that runs until it is told to stop. */
export interface Running {
  stop(): Promise<void>;
}

export interface ProgramOptions<C extends Pick<ProcessConfig, 'logLevel' | 'shutdownMs'>, R extends Running> {
  /** Throws what is wrong with the environment. */
  readonly config: () => C;
  readonly start: (config: C, logger: Logger, lost: (reason: unknown) => void) => Promise<R>;
  /** What it has to say once it runs; it goes on running when that is done, unless it says so. */
  readonly started: (running: R) => void | Promise<void | 'stop'>;
}

/** Beyond what requests may take: for everything else that has to end. Whoever runs programs waits longer before it kills them. */
export const graceMs = 90_000;

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

/** Whoever started this program may be gone. Without a listener, saying so would itself be an error to tell of, without end. */
const outliveListeners = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
};

/** Runs a program as a process of its own: from its environment to the end, in order where that is possible. */
const run = async <C extends Pick<ProcessConfig, 'logLevel' | 'shutdownMs'>, R extends Running>(
  options: ProgramOptions<C, R>,
): Promise<void> => {
  outliveListeners();
  const config = options.config();
  const logger = createLogger(config.logLevel, process.stderr.isTTY);
  let stopping = false;
  const starting = options.start(config, logger, (reason) => lost(reason));

  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const overdue = setTimeout(() => process.exit(code === 0 ? 1 : code), config.shutdownMs + graceMs);
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
  /** Stopping cuts off what it still had to say. */
  const ended = (reason: unknown): void => (stopping ? undefined : lost(reason));

  stopOnSignals(stop);
  process.on('uncaughtException', lost);
  process.on('unhandledRejection', lost);
  const running = await starting;
  if (stopping) return;
  const done = await Promise.resolve(options.started(running)).catch(ended);
  if (done === 'stop') await stop(0);
};

/** Never returns: ends the process when the program has ended, or cannot start. */
export const runProgram = <C extends Pick<ProcessConfig, 'logLevel' | 'shutdownMs'>, R extends Running>(
  options: ProgramOptions<C, R>,
): Promise<void> =>
  run(options).catch((error: unknown) => {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(1);
  });
