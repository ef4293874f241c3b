import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { systemClock, type Actor, type Clock, type StreamId } from '#eventsourcing';
import { correlationIdOf } from '../conventions.ts';
import { parseIJsonBytes } from '../i-json.ts';
import type { IdentityProvider } from '../identity/identity-provider.ts';
import { problem, problemDocument, ProblemError, type ProblemCode } from '../problem.ts';
import { actorFor, onBehalfOf, type Admitting } from './admission.ts';
import { allowedMethods } from './allowed-methods.ts';
import { aboutRequest, nestLogger } from './logging.ts';
import type { AttemptLog } from './ports.ts';
import { pathOf, ProblemFilter, sendProblem } from './problem.filter.ts';
import { problemOf } from './problem-of.ts';
import { letBytesThrough } from './raw-body.ts';
import { RequestPipe } from './request.pipe.ts';
import { watchRequests, type RequestTelemetry } from './request-telemetry.ts';

export interface HttpOptions extends RequestTelemetry {
  readonly identify: IdentityProvider;
  readonly directory: Admitting;
  /** By which a delegation is in force, or no longer. */
  readonly clock?: Clock;
  readonly attempts: AttemptLog;
  readonly logger: Logger;
}

/** Of a request's body; bytes. */
export const largestBody = 1_048_576;
const slowestHeadersMs = 30_000;
/** Twenty-five megabytes over a slow line, 1 Mbit/s. */
const slowestRequestMs = 240_000;
/** The API's description needs no name: it holds nothing of a case. */
const publicPaths = /^\/(docs|openapi\.(json|yaml))(\/|$)/;

/** A Nest application on Fastify that lets nobody in unnamed, takes I-JSON only and answers every failure with a problem document. */
export const createHttpApp = async (
  module: Parameters<typeof NestFactory.create>[0],
  options: HttpOptions,
): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({
    bodyLimit: largestBody,
    genReqId: ({ headers }: IncomingMessage) => correlationIdOf(headers['x-correlation-id'], headers.traceparent),
    http: { requireHostHeader: false, headersTimeout: slowestHeadersMs },
    requestTimeout: slowestRequestMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(problemOf(error), request, reply),
    clientErrorHandler: refuseUnreadable,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  watchRequests(fastify, options);
  readBodies(fastify);
  letBytesThrough(fastify);
  refuseOddRequests(fastify);
  letIn(fastify, options);
  logAnswers(fastify, options.logger);
  const methods = allowedMethods(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(options.logger),
  });
  app.useGlobalPipes(new RequestPipe());
  app.useGlobalFilters(new ProblemFilter(options.logger, methods));
  return app;
};

const readBodies = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseIJsonBytes(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
};

const hostMissing = problem('malformed', 'A request in HTTP/1.1 must have a Host header.', { headers: { connection: 'close' } });
const unexpected = problem('expectationFailed', 'The Expect header may say 100-continue only.', { headers: { connection: 'close' } });

/** Node would refuse these with a bare status: it lets them through to here, to be refused like everything else. */
const refuseOddRequests = (fastify: FastifyInstance): void => {
  const expecting = new WeakSet<IncomingMessage>();
  fastify.server.on('checkExpectation', (request, response) => {
    expecting.add(request);
    fastify.routing(request, response);
  });
  fastify.addHook('onRequest', ({ raw, headers }, _reply, done) => {
    if (raw.httpVersion === '1.1' && headers.host === undefined) return done(new ProblemError(hostMissing));
    if (expecting.has(raw)) return done(new ProblemError(unexpected));
    done();
  });
};

/** Before the body is read: an unnamed caller makes the server read nothing. */
const letIn = (fastify: FastifyInstance, { identify, directory, attempts, clock = systemClock }: HttpOptions): void => {
  const admit = async (request: FastifyRequest): Promise<Actor> => {
    const identity = await identify(bearerOf(request));
    const principalId = onBehalfOf(request, identity);
    const tried = (actor: Actor, reason: string): void => attempts(attemptOf(request, actor, reason));
    return actorFor({ identity, principalId }, { directory, clock }, tried);
  };
  fastify.decorate('admit', admit);
  fastify.decorateRequest('actor', null);
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id);
    if (request.is404 || request.routeOptions.config.public || publicPaths.test(pathOf(request.url))) return;
    request.actor = await admit(request);
  });
};

const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

const bearerOf = ({ headers: { authorization } }: FastifyRequest): string => {
  const token = authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
  if (token !== undefined) return token;
  const detail = authorization === undefined ? 'A bearer token is required.' : 'The Authorization header is not a bearer token.';
  throw new ProblemError(problem('unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer' } }));
};

const attemptOf = ({ method, routeOptions, id }: FastifyRequest, actor: Actor, reason: string): Parameters<AttemptLog>[0] => ({
  actor,
  command: `${method} ${routeOptions.url ?? ''}`.slice(0, 300),
  stream: `user-${actor.userId}` satisfies StreamId,
  outcome: 'denied',
  reason,
  correlationId: id,
});

/** What was answered, how fast, to whom; never a body, a token or a query, which may hold personal data. */
const logAnswers = (fastify: FastifyInstance, logger: Logger): void => {
  if (!logger.isLevelEnabled('debug')) return;
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, actor } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    logger.debug(
      { method, route: request.routeOptions.url, status: reply.statusCode, ms, userId: actor?.userId, ...aboutRequest(request) },
      'answered',
    );
    done();
  });
};

const unreadable: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headersTooLarge',
  ERR_HTTP_REQUEST_TIMEOUT: 'timedOut',
};

/** What is not even HTTP has no request to answer to, only a socket. */
const refuseUnreadable = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const found = problem(unreadable[error.code ?? ''] ?? 'malformed', 'This is not a request as HTTP has it.');
  const body = JSON.stringify(problemDocument(found, '', correlationIdOf(undefined)));
  const head = [
    `HTTP/1.1 ${found.status} ${found.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
