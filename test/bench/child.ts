import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program beside this one, built or not. */
export const startChild = (name: string, args: readonly string[] = []): ChildProcess =>
  fork(fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url)), [...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

/** Its next message; fails when it ends before. */
export const nextMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a program of the bench ended with code ${code}`));
    child.once('exit', onExit);
    child.once('message', (message: unknown) => {
      child.off('exit', onExit);
      const { error } = message as { error?: string };
      if (error === undefined) resolve(message as T);
      else reject(new Error(error));
    });
  });

export const asked = <T>(child: ChildProcess, order: object): Promise<T> => {
  const answer = nextMessage<T>(child);
  child.send(order);
  return answer;
};

/** Lets it end by itself. */
export const endChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
};
