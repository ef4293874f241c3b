import { chmod, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { privateServer, testDatabase } from '../../../../../test/support/postgres.ts';
import { runScript } from '../../../../../test/support/script.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../../../test/support/test-server.ts';
import type { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-server.ts';
import { isAlive, startMark, whereProcessesAreVisible } from './process-identity.ts';
import type { EmbeddedPostgres } from './running-server.ts';
import { until } from './until.ts';

const holdPostgres = new URL('../../../../../test/support/hold-postgres.ts', import.meta.url);

let folder: TemporaryFolder;
let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  dataDir = folder.path;
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await folder.remove();
});

const start = async (options: Partial<EmbeddedPostgresOptions> = {}) => {
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined, ...options });
  running.push(server);
  return server;
};

/** Where a crash is not the matter, there is no need to wait for the disk. */
const quickly: Partial<EmbeddedPostgresOptions> = { settings: { fsync: false } };

const refusal = (options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgresError> =>
  start(options).then(
    () => Promise.reject(new Error('It started.')),
    (error: unknown) => error as EmbeddedPostgresError,
  );

const query = async (connectionString: string, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
};

const startInChild = async () => {
  const child = runScript(holdPostgres, [dataDir]);
  const { connectionString, pid } = JSON.parse(await child.nextLine()) as { connectionString: string; pid: number };
  return { child, connectionString, postmaster: pid };
};

describe('the embedded Postgres', () => {
  it('makes a durable database of its own on the first start', async () => {
    const { connectionString, tcpConnectionString } = await start();
    const settings = `select setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'server_encoding') order by name`;
    expect(await query(connectionString, settings)).toEqual(['on', '127.0.0.1', 'UTF8', 'on']);
    expect(await query(tcpConnectionString, 'select current_database()')).toEqual(['dealtrail']);
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const { tcpConnectionString } = await start();
    const guess = new URL(tcpConnectionString);
    guess.password = 'guess';
    await expect(query(guess.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
  });

  it('keeps its data over a restart', async () => {
    const first = await start();
    await query(first.connectionString, 'create table kept as select 42 as answer');
    await Promise.all([first.stop(), first.stop()]);
    const second = await start();
    expect(await query(second.connectionString, 'select answer from kept')).toEqual([42]);
  });

  it('starts again after the app was killed, with everything that was committed', async () => {
    const { child, connectionString, postmaster } = await startInChild();
    await query(connectionString, 'create table kept as select 42 as answer');
    child.process.kill('SIGKILL');
    await child.ended;
    const told: string[] = [];
    const server = await start({ log: (message) => told.push(message) });
    expect(await query(server.connectionString, 'select answer from kept')).toEqual([42]);
    expect(await isAlive(postmaster)).toBe(false);
    expect(told.join()).toContain(`process ${postmaster}`);
  });

  it('starts again after the app and its server were killed', async () => {
    const { child, connectionString, postmaster } = await startInChild();
    await query(connectionString, 'create table kept as select 42 as answer');
    process.kill(postmaster, 'SIGKILL');
    child.process.kill('SIGKILL');
    await child.ended;
    const server = await start();
    expect(await query(server.connectionString, 'select answer from kept')).toEqual([42]);
  });

  it('outlasts Ctrl-C, so that the app can drain first', async () => {
    const { child, postmaster } = await startInChild();
    process.kill(-child.pid, 'SIGINT');
    expect(await child.nextLine()).toBe('still served');
    await child.ended;
    expect(await isAlive(postmaster)).toBe(false);
  });

  it('tells the app when the server ends by itself', async () => {
    const reasons: EmbeddedPostgresError[] = [];
    const { pid, stop } = await start({ onExit: (reason) => reasons.push(reason) });
    process.kill(pid, 'SIGKILL');
    expect(await until(async () => reasons.length > 0, 10_000)).toBe(true);
    await stop();
    expect(reasons).toMatchObject([{ code: 'StoppedUnexpectedly', message: expect.stringContaining('SIGKILL') }]);
  });

  it('says nothing when it was asked to stop', async () => {
    const reasons: EmbeddedPostgresError[] = [];
    await (await start({ onExit: (reason) => reasons.push(reason) })).stop();
    expect(reasons).toEqual([]);
  });
});

describe('a second start on the same data', () => {
  it('is refused with the process that uses them', async () => {
    const { child } = await startInChild();
    expect(await refusal()).toMatchObject({ code: 'AlreadyRunning', message: expect.stringContaining(`process ${child.pid}`) });
    child.process.kill('SIGINT');
    await child.ended;
    await start(quickly);
  });

  it('is refused within one process too', async () => {
    await start(quickly);
    expect(await refusal()).toMatchObject({ code: 'AlreadyRunning', message: expect.stringContaining(dataDir) });
  });

  const leaveLock = async (holder: { pid: number; startMark?: string | undefined; place?: string }) =>
    writeFile(join(dataDir, 'dealtrail.pid'), JSON.stringify({ place: await whereProcessesAreVisible(), ...holder }));

  it('is not hindered by a lock whose pid belongs to another program by now', async () => {
    await leaveLock({ pid: process.pid, startMark: 'another time' });
    await start(quickly);
  });

  it('is not hindered by a lock that was cut short', async () => {
    await writeFile(join(dataDir, 'dealtrail.pid'), '{"pid":');
    await start(quickly);
  });

  it('is refused while another container shows signs of life', async () => {
    await leaveLock({ pid: 1, startMark: await startMark(1), place: 'another container' });
    const beat = setInterval(() => void leaveLock({ pid: 1, place: 'another container' }), 20);
    expect(await refusal()).toMatchObject({ code: 'AlreadyRunning' });
    clearInterval(beat);
  });

  it('is granted to exactly one of many that find a stale lock', async () => {
    await leaveLock({ pid: process.pid, startMark: 'another time' });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => start(quickly)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const others = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as EmbeddedPostgresError).code] : []));
    expect(others).toEqual(Array.from({ length: 7 }, () => 'AlreadyRunning'));
  });
});

describe('a data folder in disorder', () => {
  it('is made anew after a first start that was killed half-way', async () => {
    await mkdir(join(dataDir, 'postgres.new-4711-cafe', 'data', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres.new-4711-cafe', 'data', 'PG_VERSION'), '18\n');
    await start(quickly);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new-'))).toEqual([]);
  });

  it('is served although the pid of its last server belongs to another program by now', async () => {
    const first = await start(quickly);
    const left = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    await first.stop();
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), left.replace(/^\d+/, String(process.pid)));
    await start(quickly);
  });

  it('gets a new password when the file with the old one is lost', async () => {
    const first = await start(quickly);
    await query(first.connectionString, 'create table kept as select 42 as answer');
    await first.stop();
    await rm(join(dataDir, 'postgres.password'));
    const second = await start(quickly);
    expect(await query(second.connectionString, 'select answer from kept')).toEqual([42]);
  });

  it('of another major version is left alone and named', async () => {
    await (await start(quickly)).stop();
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect(await refusal()).toMatchObject({ code: 'OtherMajorVersion', message: expect.stringMatching(/of Postgres 17; .* is 18/) });
  });

  it('that holds something else is left alone and named', async () => {
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres', 'letter.txt'), 'mine');
    expect(await refusal()).toMatchObject({ code: 'NotADataFolder', message: expect.stringContaining(join(dataDir, 'postgres')) });
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['letter.txt']);
  });

  it('that is a file is named', async () => {
    await writeFile(join(dataDir, 'taken'), '');
    expect(await refusal({ dataDir: join(dataDir, 'taken') })).toMatchObject({
      code: 'NotADataFolder',
      message: expect.stringContaining('taken'),
    });
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  asRoot('under a folder that its server may not pass is refused with that folder and the cure', async () => {
    const closed = join(dataDir, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o700);
    expect(await refusal({ dataDir: join(closed, 'data') })).toMatchObject({
      code: 'FolderNotPassable',
      message: expect.stringContaining(`chmod o+x ${closed}"`),
    });
  });
});

describe('a start that fails', () => {
  it('quotes what Postgres wrote', async () => {
    expect(await refusal({ settings: { shared_buffers: 'plenty' } })).toMatchObject({
      code: 'StartFailed',
      message: expect.stringContaining('shared_buffers'),
    });
    await start(quickly);
  });

  it('names the port that was asked for and is taken', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => occupant.once('listening', listening));
    const { port } = occupant.address() as AddressInfo;
    expect(await refusal({ settings: { port } })).toMatchObject({ code: 'PortTaken', message: expect.stringContaining(String(port)) });
    occupant.close();
  });
});

describe('a test database', () => {
  it('is empty, and gone after it was dropped', async () => {
    const database = await testDatabase();
    expect(
      await query(database.connectionString, `select table_name from information_schema.tables where table_schema = 'public'`),
    ).toEqual([]);
    await database.drop();
    await expect(query(database.connectionString, 'select 1')).rejects.toThrow(/does not exist/);
  });
});

describe('a private server', () => {
  it('keeps its address and what was committed when it is killed and started again', async () => {
    const server = await privateServer();
    await query(server.connectionString, 'create table kept as select 42 as answer');
    await server.kill('SIGKILL');
    await expect(query(server.connectionString, 'select 1')).rejects.toThrow();
    await server.restart();
    expect(await query(server.connectionString, 'select answer from kept')).toEqual([42]);
    await server.stop();
  });
});
