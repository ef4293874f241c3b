import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningServer } from './running-server.ts';

/** No process has it. */
const nobody = 2 ** 22 + 1;

describe('finding the server of a data folder', () => {
  let folder: string;
  let server: Server;
  let url: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-cli-'));
    server = createServer((_, response) => void response.end('{"status":"live"}'));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  const publish = (pid: number) => writeFile(join(folder, 'server.json'), JSON.stringify({ url, pid }));

  it('finds one that answers', async () => {
    await publish(process.pid);
    expect(await runningServer(folder)).toBe(url);
  });

  it('takes what a crash left behind for nothing', async () => {
    await publish(nobody);
    await writeFile(join(folder, 'dealtrail.pid'), JSON.stringify({ pid: nobody }));
    await utimes(join(folder, 'dealtrail.pid'), 0, 0);
    expect(await runningServer(folder)).toBeUndefined();
  });

  it('takes another program at the address for nothing', async () => {
    server.removeAllListeners('request').on('request', (_, response: { end(text: string): void }) => response.end('hello'));
    await publish(process.pid);
    expect(await runningServer(folder)).toBeUndefined();
  });

  it('finds none in an empty folder, or in none', async () => {
    expect(await runningServer(folder)).toBeUndefined();
    expect(await runningServer(join(folder, 'elsewhere'))).toBeUndefined();
  });

  it('takes the claim of a process whose id another one has by now for nothing', async () => {
    await writeFile(join(folder, 'dealtrail.pid'), JSON.stringify({ pid: process.pid, startMark: 'before', place: 'elsewhere' }));
    await utimes(join(folder, 'dealtrail.pid'), 0, 0);
    expect(await runningServer(folder)).toBeUndefined();
  });
});
