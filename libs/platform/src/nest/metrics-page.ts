import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { metricsPath, type Metrics } from '#telemetry';

/** Serves the figures to scrapers. Open to anyone who reaches the port: they name no case, person or tenant. */
export const serveMetrics = (app: NestFastifyApplication, { text, contentType }: Metrics): void => {
  app
    .getHttpAdapter()
    .getInstance()
    .get(metricsPath, { config: { public: true } }, async (_, reply) =>
      reply
        .type(contentType)
        .header('cache-control', 'no-store')
        .send(await text()),
    );
};
