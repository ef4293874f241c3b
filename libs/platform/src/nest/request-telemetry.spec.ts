import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { openMetrics, type Metrics } from '#telemetry';
import { watchRequests } from './request-telemetry.ts';

describe('watching requests', () => {
  let server: FastifyInstance;
  let url: string;
  const ended: string[] = [];

  const serving = async (metrics?: Metrics): Promise<void> => {
    server = fastify();
    watchRequests(server, { metrics });
    server.get('/pages/:id', async () => 'a page');
    server.get('/stream', (_, reply) => {
      reply.hijack();
      reply.raw.setHeader('content-type', 'text/event-stream');
      reply.raw.end('data: 1\n\n');
    });
    server.addHook('onResponse', (request, _reply, done) => {
      ended.push(request.url);
      done();
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  };

  afterEach(() => server.close());

  it('times answers by route, and no stream of events, which lasts as long as its reader likes', async () => {
    const metrics = openMetrics();
    await serving(metrics);
    for (const path of ['/stream', '/pages/1', '/pages/2']) expect((await fetch(`${url}${path}`)).status).toBe(200);
    await server.close();
    expect(ended).toEqual(['/stream', '/pages/1', '/pages/2']);
    const counted = (await metrics.text()).split('\n').filter((line) => line.startsWith('dealtrail_http_request_duration_seconds_count'));
    expect(counted).toEqual(['dealtrail_http_request_duration_seconds_count{method="GET",route="/pages/:id",status="2xx"} 2']);
  });

  it('does nothing where nobody wants to know', async () => {
    await serving();
    expect(await (await fetch(`${url}/pages/1`)).text()).toBe('a page');
  });
});
