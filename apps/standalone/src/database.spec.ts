import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { StartFailure } from '../../common/src/start-failure.ts';

describe('a database at DATABASE_URL', () => {
  let folder: string;
  let other: Server;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-database-'));
  });
  afterEach(async () => {
    other.close();
    await rm(folder, { recursive: true });
  });

  const opened = async (behave: (socket: Socket) => void, query = ''): Promise<unknown> => {
    other = createServer((socket) => behave(socket.on('error', () => undefined)));
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
    const address = `127.0.0.1:${(other.address() as AddressInfo).port}/sales`;
    const config = readConfig({ DATA_DIR: folder, DATABASE_URL: `postgres://user:hidden@${address}${query}` });
    const failure = await openDatabase(config, pino({ level: 'silent' }), () => undefined).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartFailure);
    expect((failure as Error).message).toContain(address);
    expect((failure as Error).message).not.toContain('hidden');
    return (failure as Error).message;
  };

  it('that hangs up is named, without its password', async () => {
    expect(await opened((socket) => socket.once('data', () => socket.destroy()))).toMatch(/cannot be used: Connection terminated/);
  });

  it('that speaks no TLS where it is asked for is named', async () => {
    const noTls = (socket: Socket): void => void socket.once('data', () => socket.end('N'));
    expect(await opened(noTls, '?sslmode=verify-full')).toMatch(/cannot be used: The server does not support SSL/);
  });
});
