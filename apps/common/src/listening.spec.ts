import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishAddress } from './listening.ts';

describe('the address in the data folder', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dealtrail-address-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const published = (): Promise<unknown> => readFile(join(folder, 'server.json'), 'utf8').then(JSON.parse, () => undefined);

  it('stands there until it is taken back', async () => {
    const takeBack = await publishAddress(folder, 'http://127.0.0.1:1');
    expect(await published()).toEqual({ url: 'http://127.0.0.1:1', pid: process.pid });
    await takeBack();
    await takeBack();
    expect(await published()).toBeUndefined();
  });

  it('stays when it is another program’s by then', async () => {
    const takeBack = await publishAddress(folder, 'http://127.0.0.1:1');
    const other = { url: 'http://127.0.0.1:2', pid: process.pid + 1 };
    await writeFile(join(folder, 'server.json'), JSON.stringify(other));
    await takeBack();
    expect(await published()).toEqual(other);
  });
});
