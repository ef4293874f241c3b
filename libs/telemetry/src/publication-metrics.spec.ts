import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metricsHandler } from './metrics-handler.ts';
import { openMetrics } from './metrics.ts';
import { publicationMetrics } from './publication-metrics.ts';

describe('publication', () => {
  it('is told by whoever publishes, and only its role by whoever stands by', async () => {
    const metrics = openMetrics();
    let status = { position: 40, lag: 2, leader: true };
    publicationMetrics(metrics, () => status);
    expect(await metrics.text()).toMatch(/^dealtrail_publication_lag_events 2$/m);
    expect(await metrics.text()).toMatch(/^dealtrail_publication_position 40$/m);
    status = { ...status, leader: false };
    const text = await metrics.text();
    expect(text).toMatch(/^dealtrail_publication_leader 0$/m);
    expect(text).not.toMatch(/^dealtrail_publication_(lag_events|position) /m);
  });
});

describe('a small server', () => {
  it('serves figures without a framework', async () => {
    const handle = metricsHandler(openMetrics());
    const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    const answer = await fetch(url);
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toMatchObject({
      status: 200,
      type: expect.stringMatching('text/plain'),
    });
    expect(await answer.text()).toContain('process_cpu_seconds_total');
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    server.closeAllConnections();
    server.close();
  });
});
