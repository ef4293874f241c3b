import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openServerLog } from './server-log.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-log-'));
  path = join(folder, 'postgres.log');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const say = async (fd: number, text: string) => promisify(write)(fd, text);

describe("Postgres' own log", () => {
  it('quotes the last lines of this start only', async () => {
    await writeFile(path, 'an earlier start\n');
    const log = await openServerLog(path);
    await say(log.fd, Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join(''));
    const tail = await log.tail();
    await log.close();
    expect(tail.split('\n')).toEqual(Array.from({ length: 20 }, (_, line) => `line ${line + 80}`));
    expect(await readFile(path, 'utf8')).toMatch(/^an earlier start\n/);
  });

  it('begins anew when it has grown too large, and keeps one older file', async () => {
    await writeFile(path, '');
    await truncate(path, 9 * 1024 * 1024);
    const log = await openServerLog(path);
    await log.close();
    expect((await stat(path)).size).toBe(0);
    expect((await stat(`${path}.1`)).size).toBe(9 * 1024 * 1024);
  });

  it('is for its owner only', async () => {
    const log = await openServerLog(path);
    await log.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
