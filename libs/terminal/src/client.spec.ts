import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientOf, Refused, Unreachable, verifyLedger } from './index.ts';

const listening = async (answer: RequestListener): Promise<{ server: Server; url: string }> => {
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

describe('a client', () => {
  const running: Server[] = [];
  const serving = async (answer: RequestListener): Promise<string> => {
    const { server, url } = await listening(answer);
    running.push(server);
    return url;
  };
  afterEach(() => {
    for (const server of running.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('sends the same command again while the server cannot take it, and after a lost connection', async () => {
    const keys: (string | string[] | undefined)[] = [];
    const url = await serving((request: IncomingMessage, response) => {
      keys.push(request.headers['idempotency-key']);
      if (keys.length === 1) return void request.socket.destroy();
      if (keys.length === 2) return void response.writeHead(503, { 'retry-after': '0' }).end();
      response.writeHead(201).end('{"outcome":"accepted"}');
    });
    expect(await clientOf(url, 't').post('/v1/leads', { leadId: 'l1' }, 'key-1')).toEqual({ outcome: 'accepted' });
    expect(keys).toEqual(['key-1', 'key-1', 'key-1']);
  });

  it('sends it again to where the server is by now', async () => {
    const keys: (string | string[] | undefined)[] = [];
    const remember = ({ headers }: IncomingMessage): void => void keys.push(headers['idempotency-key']);
    const gone = await serving((request) => {
      remember(request);
      request.socket.destroy();
    });
    const next = await serving((request, response) => {
      remember(request);
      response.end('{"outcome":"accepted"}');
    });
    const client = clientOf(gone, 't', { find: async () => next });
    expect(await client.post('/v1/leads', {}, 'key-1')).toEqual({ outcome: 'accepted' });
    await client.post('/v1/leads', {}, 'key-2');
    expect(keys).toEqual(['key-1', 'key-1', 'key-2']);
  });

  it('has a verification begun anew that a restarted server knows nothing of', async () => {
    const done = { job: 'b', state: 'finished', result: { ok: true } };
    const asked: string[] = [];
    const url = await serving(({ method, url: path = '' }, response) => {
      asked.push(`${method} ${path}`);
      if (method === 'GET') return void response.writeHead(404).end('{"title":"Not found","status":404}');
      response.end(JSON.stringify(asked.length === 1 ? { job: 'a', state: 'running', done: 0, total: 1 } : done));
    });
    expect(await verifyLedger(clientOf(url, 't'))).toEqual({ ok: true });
    expect(asked).toEqual(['POST /v1/operations/verify', 'GET /v1/operations/verify/a', 'POST /v1/operations/verify']);
  });

  it('hands a refusal on with what the server said', async () => {
    const problem = {
      type: 'urn:dealtrail:problem:refused',
      title: 'Refused',
      status: 409,
      detail: 'StageSkipped.',
      reason: 'StageSkipped',
    };
    const url = await serving((_, response) => void response.writeHead(409).end(JSON.stringify(problem)));
    const refused = clientOf(url, 't').post('/v1/opportunities/o1/advance', {}, 'key-2');
    await expect(refused).rejects.toThrow(Refused);
    await expect(refused).rejects.toMatchObject({ message: 'StageSkipped.', problem });
  });

  it('gives up on a server that stays away, and on one that is not Dealtrail', async () => {
    const url = await serving((_, response) => void response.writeHead(200).end('<html>'));
    await expect(clientOf(url, 't').get('/v1/funnel')).rejects.toThrow(Unreachable);
    await expect(clientOf('http://127.0.0.1:1', 't', { attempts: 2 }).get('/v1/funnel')).rejects.toThrow('does not answer');
  });

  it('ends at once when it is told to', async () => {
    const stop = new AbortController();
    const url = await serving(() => stop.abort(new Error('stopped')));
    await expect(clientOf(url, 't', { signal: stop.signal }).get('/v1/funnel')).rejects.toThrow('stopped');
  });

  it('asks for what the query states and leaves out what it does not', async () => {
    let asked: string | undefined;
    const url = await serving((request, response) => {
      asked = request.url;
      response.end('{}');
    });
    await clientOf(url, 't').get('/v1/forecast', { month: '2026-01', owner: undefined, limit: 5 });
    expect(asked).toBe('/v1/forecast?month=2026-01&limit=5');
  });
});
