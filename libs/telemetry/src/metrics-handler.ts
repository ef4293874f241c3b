import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

/** Where a scraper looks. */
export const metricsPath = '/metrics';

/** `GET /metrics` for a plain Node server. Open to anyone who reaches the port: figures name no case, person or tenant. */
export const metricsHandler =
  ({ text, contentType }: Metrics) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    const body = await text();
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
  };
