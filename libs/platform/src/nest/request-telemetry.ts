import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { httpMetrics, metricsPath, type Metrics, type RequestPlace, type Tracing } from '#telemetry';
import { traceParentOf } from '../traceparent.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Its span's; null while nobody traces. */
    place: RequestPlace | null;
  }
}

/** What watches over requests; each part may be absent, and then costs nothing. */
export interface RequestTelemetry {
  readonly metrics?: Metrics | undefined;
  readonly tracing?: Tracing | undefined;
}

const answerOf = ({ method, is404, routeOptions }: FastifyRequest, { statusCode }: FastifyReply) => ({
  method,
  route: is404 ? undefined : routeOptions.url,
  status: statusCode,
});

/** A stream of events lasts as long as its reader likes: neither its duration nor its end says anything about this program. */
const isStream = ({ raw }: FastifyReply): boolean => raw.getHeader('content-type') === 'text/event-stream';

const measure = (fastify: FastifyInstance, metrics: Metrics): void => {
  const answered = httpMetrics(metrics);
  fastify.addHook('onResponse', (request, reply, done) => {
    if (!isStream(reply)) answered({ ...answerOf(request, reply), seconds: reply.elapsedTime / 1000 });
    done();
  });
};

/** Asked every few seconds by machines: their traces would tell nothing and bury the others. */
const untraced: ReadonlySet<string | undefined> = new Set([metricsPath, '/health/live', '/health/ready']);

const follow = (fastify: FastifyInstance, tracing: Tracing): void => {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!untraced.has(request.routeOptions.url)) request.place = tracing.request(request.id, traceParentOf(request.headers.traceparent));
    done();
  });
  // After the body is read, which goes on in the socket's own context.
  fastify.addHook('preHandler', ({ place }, _reply, done) => (place ? tracing.within(place, done) : done()));
  fastify.addHook('onResponse', (request, reply, done) => {
    const endedAt = performance.now();
    if (request.place && !isStream(reply))
      tracing.answered(request.place, answerOf(request, reply), { startedAt: endedAt - reply.elapsedTime, endedAt });
    done();
  });
};

/** Counts, times and traces requests. */
export const watchRequests = (fastify: FastifyInstance, { metrics, tracing }: RequestTelemetry): void => {
  fastify.decorateRequest('place', null);
  if (metrics) measure(fastify, metrics);
  if (tracing) follow(fastify, tracing);
};
