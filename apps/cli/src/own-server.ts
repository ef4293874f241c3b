import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from '#terminal';
import type { CliConfig } from './config.ts';
import { answers, serverFileIn } from './running-server.ts';

/** A server that was started for one command, in a process of its own, and ends with it. */
export interface OwnServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Beside this program, built or not. */
const standalone = (): string => fileURLToPath(new URL(`../../standalone/src/main${extname(import.meta.url)}`, import.meta.url));

const patienceMs = 120_000;
const lastLines = 20;

/** Its own process group, so that Ctrl-C reaches the command only; the channel between the two ends the server when the command ends in whatever way. */
const launched = ({ dataDir, environment }: CliConfig): ChildProcess =>
  spawn(process.execPath, [...process.execArgv, standalone()], {
    env: { ...environment, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });

/** The end of what it says, for when it fails. */
const listenTo = (child: ChildProcess): (() => string) => {
  let said = '';
  const hear = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-20_000));
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return () => said.trim().split('\n').slice(-lastLines).join('\n');
};

const urlOf = async (child: ChildProcess, dataDir: string): Promise<string | undefined> => {
  const file = await serverFileIn(dataDir);
  return file?.pid === child.pid && file && (await answers(file.url)) ? file.url : undefined;
};

const ready = async (child: ChildProcess, { dataDir }: CliConfig, said: () => string): Promise<string> => {
  const deadline = performance.now() + patienceMs;
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    const url = await urlOf(child, dataDir);
    if (url !== undefined) return url;
    await pause(50);
  }
  child.kill('SIGKILL');
  throw new UserError(`Dealtrail could not be started on ${dataDir}:\n${said() || 'it did not answer in time'}`);
};

/** Starts the standalone program on the data folder and waits until it answers; throws {@link UserError} with what it said. */
export const startOwnServer = async (config: CliConfig): Promise<OwnServer> => {
  const child = launched(config);
  const ended = once(child, 'exit');
  const said = listenTo(child);
  const url = await ready(child, config, said);
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
