import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { argumentsFor } from './compiled.ts';

/** A TypeScript file that runs as a process of its own, to be killed in tests. */
export type Script = {
  process: ChildProcess;
  pid: number;
  /** The next line of its output; rejects with what it wrote as errors if it ends before. */
  nextLine(): Promise<string>;
  /** What it wrote as errors so far. */
  errors(): string;
  /** Resolves when it has ended. */
  ended: Promise<unknown>;
};

/** Runs a script in a process group of its own; it ends with the test's process at the latest. */
export const runScript = (script: URL, args: string[] = [], env: NodeJS.ProcessEnv = {}): Script => {
  const child = spawn(process.execPath, [...argumentsFor(script), ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'exit');
  process.once('exit', () => child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The script ended early. ${errors}`);
    return value;
  };
  return { process: child, pid: child.pid ?? 0, nextLine, errors: () => errors, ended };
};
