import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HealthCheck, Liveness, Readiness } from '#platform/nest';
import { metricsHandler, metricsPath, type Metrics } from '#telemetry';
import type { ProcessConfig } from '../config/process.config.ts';
import { explainListenError, urlOf } from '../listening.ts';

export interface OperationsServerOptions {
  readonly address: Pick<ProcessConfig, 'host' | 'port'>;
  readonly liveness: Liveness;
  readonly readiness: Readiness;
  /** Absent: no figures are served. */
  readonly metrics?: Metrics | undefined;
}

export interface OperationsServer {
  /** As a program on this machine reaches it. */
  readonly url: string;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const health =
  (checks: () => Promise<Readonly<Record<string, HealthCheck>>>, [well, ill]: readonly [string, string]): Answer =>
  async (_request, response) => {
    const found = await checks();
    const ok = Object.values(found).every((check) => check.ok);
    response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(`${JSON.stringify({ status: ok ? well : ill, checks: found })}\n`);
  };

/**
 * What a process without an API of its own serves to whoever runs it: `/health/live`, `/health/ready` and `/metrics`, as the others do. Nothing
 * of a case is in these, so nobody has to give a name.
 */
export const openOperationsServer = async (options: OperationsServerOptions): Promise<OperationsServer> => {
  const { address, liveness, readiness, metrics } = options;
  const routes = new Map<string, Answer>([
    ['/health/live', health(async () => liveness(), ['live', 'stuck'])],
    ['/health/ready', health(readiness, ['ready', 'notReady'])],
    ...(metrics ? [[metricsPath, metricsHandler(metrics)] as const] : []),
  ]);
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const answer = routes.get(path);
    if (!answer) return void response.writeHead(404).end();
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  try {
    const listening = once(server, 'listening');
    server.listen(address.port, address.host);
    await listening;
  } catch (error) {
    throw explainListenError(error, address.host, address.port);
  }
  return {
    url: urlOf(address.host, (server.address() as AddressInfo).port),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
