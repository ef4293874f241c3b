import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openLocalIssuer } from '#platform';
import { argumentsFor } from '../support/compiled.ts';
import { testDatabase } from '../support/postgres.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/test-server.ts';

const program = new URL('../../apps/standalone/src/main.ts', import.meta.url);

interface Run {
  readonly child: ChildProcess;
  said(): string;
  /** Resolves to what it printed, when it answers or has ended. */
  readonly settled: Promise<string>;
  readonly ended: Promise<number | null>;
}

const running = new Set<ChildProcess>();

const start = (dataDir: string, environment: Record<string, string> = {}): Run => {
  const child = spawn(process.execPath, argumentsFor(program), {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the program has no output to hear');
  let said = '';
  const silent = once(stderr, 'end');
  const ended = once(child, 'exit').then(async ([code]) => {
    await silent;
    return code as number | null;
  });
  const settled = new Promise<string>((resolve) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (/answers at .*\n(.*\n)*.*data in/.test(said)) resolve(said);
    };
    stdout.on('data', hear);
    stderr.on('data', hear);
    // What it said last may come after its end.
    stderr.on('end', () => resolve(said));
  });
  return { child, said: () => said, settled, ended };
};

const urlIn = (said: string): string => {
  const url = /answers at (\S+)/.exec(said)?.[1];
  if (url === undefined) throw new Error(`it did not start: ${said}`);
  return url;
};

const capture = async (dataDir: string, url: string, leadId: string): Promise<number> => {
  const token = await (await openLocalIssuer(dataDir)).issue('operator');
  const post = (path: string, body: object, as: string) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', 'idempotency-key': path + leadId },
      body: JSON.stringify(body),
    });
  await post('/v1/users', { userId: 'sdr' }, token);
  await post('/v1/users/sdr/roles', { role: 'SDR' }, token);
  const sdr = await (await openLocalIssuer(dataDir)).issue('sdr');
  return (await post('/v1/leads', { leadId, source: 'web', company: 'Acme' }, sdr)).status;
};

const sizeOf = async (url: string): Promise<number> => ((await (await fetch(`${url}/v1/ledger/head`)).json()) as { size: number }).size;

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const postmaster = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  running.clear();
  await folder.remove();
}, 120_000);

describe('the standalone program', () => {
  it('starts on an empty folder, refuses a second one beside it, stops in order and keeps everything', async () => {
    const first = start(folder.path);
    const url = urlIn(await first.settled);
    expect(await capture(folder.path, url, 'l1')).toBe(201);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(JSON.parse(await readFile(join(folder.path, 'server.json'), 'utf8'))).toEqual({ url, pid: first.child.pid });
    const database = await postmaster(folder.path);

    const second = start(folder.path);
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/uses the data folder/);
    expect(second.said()).not.toMatch(/\n\s+at /);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);

    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(existsSync(join(folder.path, 'server.json'))).toBe(false);
    expect(alive(database)).toBe(false);

    const again = start(folder.path);
    const there = urlIn(await again.settled);
    expect(await capture(folder.path, there, 'l1')).toBe(201);
    expect(await sizeOf(there)).toBeGreaterThanOrEqual(6);
  }, 240_000);

  it('goes on after it was killed, with the database that it left behind', async () => {
    const first = start(folder.path);
    const url = urlIn(await first.settled);
    expect(await capture(folder.path, url, 'l1')).toBe(201);
    first.child.kill('SIGKILL');
    await first.ended;

    const again = start(folder.path);
    const there = urlIn(await again.settled);
    expect(await capture(folder.path, there, 'l1')).toBe(201);
    expect(await capture(folder.path, there, 'l2')).toBe(201);
  }, 240_000);

  it('is alone on its data folder with a database of the user’s too, and goes on there after it was killed', async () => {
    const database = await testDatabase();
    const own = { DATABASE_URL: database.connectionString };
    const published = async () => JSON.parse(await readFile(join(folder.path, 'server.json'), 'utf8')) as unknown;
    const first = start(folder.path, own);
    const url = urlIn(await first.settled);
    for (const settings of [own, {}]) {
      const second = start(folder.path, settings);
      expect(await second.ended).toBe(1);
      expect(second.said()).toContain(`Another Dealtrail (process ${first.child.pid}) uses the data folder ${folder.path}`);
      expect(second.said()).not.toMatch(/\n\s+at /);
    }
    expect(await published()).toEqual({ url, pid: first.child.pid });
    first.child.kill('SIGKILL');
    await first.ended;

    const again = start(folder.path, own);
    const there = urlIn(await again.settled);
    expect(await published()).toEqual({ url: there, pid: again.child.pid });
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
    expect(existsSync(join(folder.path, 'dealtrail.pid'))).toBe(false);
    await database.drop();
  }, 240_000);

  it('ends in order when the program that started it has ended', async () => {
    const run = start(folder.path);
    await run.settled;
    run.child.disconnect();
    expect(await run.ended).toBe(0);
  }, 120_000);

  it('tells that the port is taken before anything is started', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const dataDir = join(folder.path, 'data');
    const run = start(dataDir, { PORT: String(port) });
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(run.said()).not.toMatch(/\n\s+at /);
    expect(existsSync(dataDir)).toBe(false);
    other.close();
  }, 60_000);

  it('names everything that is wrong with its settings', async () => {
    const run = start(folder.path, { PORT: 'http', LOG_LEVEL: 'loud', MASTER_KEY: 'short-secret' });
    expect(await run.ended).toBe(1);
    expect(run.said()).toMatch(/PORT is "http".*\n.*LOG_LEVEL is "loud"/s);
    expect(run.said()).toContain('MASTER_KEY: expected 32 bytes');
    expect(run.said()).not.toContain('short-secret');
  }, 60_000);

  it('tells what is wrong with the data folder, the database and the organisation’s file', async () => {
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    const blocked = start(join(file, 'data'));
    expect(await blocked.ended).toBe(1);
    expect(blocked.said()).toMatch(/data folder .* cannot be used/);

    const nowhere = start(folder.path, { DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/sales' });
    expect(await nowhere.ended).toBe(1);
    expect(nowhere.said()).toContain('127.0.0.1:1/sales');
    expect(nowhere.said()).not.toContain('hidden');

    await writeFile(file, 'users:\n  - userId: a b\n    roles: [KING]\n');
    const unfounded = start(join(folder.path, 'data'), { ORG_FILE: file });
    expect(await unfounded.ended).toBe(1);
    expect(unfounded.said()).toContain('users[0].userId');
    expect(unfounded.said()).toContain('users[0].roles');
  }, 240_000);
});
