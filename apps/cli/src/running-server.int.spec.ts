import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { holderOf } from '#postgres';
import { argumentsFor } from '../../../test/support/compiled.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../test/support/test-server.ts';
import { serverFileIn, runningServer } from './running-server.ts';

const program = new URL('../../standalone/src/main.ts', import.meta.url);

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await pause(5);
};

let folder: TemporaryFolder;
let server: ChildProcess | undefined;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  if (server && server.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  await folder.remove();
}, 60_000);

const start = (): ChildProcess =>
  (server = spawn(process.execPath, argumentsFor(program), {
    env: { DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['pipe', 'ignore', 'ignore'],
  }));

describe('who runs on a data folder', () => {
  it('is waited for while it starts, and while it ends', async () => {
    const child = start();
    await until(async () => (await holderOf(folder.path)) !== undefined);
    const notes: string[] = [];
    const url = await runningServer(folder.path, (line) => notes.push(line));
    expect(url).toBe((await serverFileIn(folder.path))?.url);
    expect(notes).toEqual([expect.stringContaining(`process ${child.pid}) is starting or stopping on ${folder.path}`)]);

    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await until(async () => (await serverFileIn(folder.path)) === undefined);
    expect(await runningServer(folder.path, (line) => notes.push(line))).toBeUndefined();
    expect(notes).toHaveLength(2);
    expect(await holderOf(folder.path)).toBeUndefined();
    await ended;
  }, 120_000);

  it('is named when it neither answers nor ends', async () => {
    const child = start();
    await until(async () => (await holderOf(folder.path)) !== undefined);
    child.kill('SIGSTOP');
    await expect(runningServer(folder.path, () => undefined, 0)).rejects.toThrow(`process ${child.pid}) holds ${folder.path}`);
    child.kill('SIGCONT');
  }, 60_000);

  it('is nobody in a folder that nobody uses', async () => {
    expect(await runningServer(folder.path, () => undefined)).toBeUndefined();
  });
});
