import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { Value } from '@sinclair/typebox/value';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { MediaType } from '#event-contracts';
import { invalid, malformed, problem, ProblemError } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The media type that a body of bytes was sent as; null when none was stated, and where bodies are JSON. */
    sentAs: string | null;
  }
  interface FastifyContextConfig {
    rawBody?: boolean;
  }
}

/** A body as it comes, unread until somebody reads it. */
export interface RawBody {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** As its sender says, without parameters. */
  readonly mediaType: string;
  /** Bytes, when its sender says how many there will be. */
  readonly length: number | undefined;
}

/** What all bodies of bytes pass the framework as: by their own media types, some would be parsed on the way. */
const bytes = 'application/octet-stream';

/** Lets the routes marked with {@link TakesBytes} have the body itself, whatever it is; all others go on to take JSON only. */
export const letBytesThrough = (fastify: FastifyInstance): void => {
  fastify.decorateRequest('sentAs', null);
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.rawBody) {
      request.sentAs = request.headers['content-type'] ?? null;
      request.raw.headers['content-type'] = bytes;
    }
    done();
  });
  fastify.addContentTypeParser(bytes, ({ routeOptions }, payload, done) => {
    if (routeOptions.config.rawBody) done(null, payload);
    else done(new ProblemError(problem('unsupportedMediaType', 'The body must be application/json.')));
  });
};

/** The route takes bytes of any media type, as they are. */
export const TakesBytes = (): MethodDecorator =>
  applyDecorators(RouteConfig({ rawBody: true }), ApiConsumes(bytes), ApiBody({ schema: { type: 'string', format: 'binary' } }));

/** An upload that is given up half-way must still get its answer: ceasing to read does not hang up. */
async function* read(body: Readable): AsyncGenerator<Uint8Array> {
  const pieces = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  try {
    yield* pieces;
  } catch {
    throw malformed('The body broke off before its end.');
  }
}

const mediaTypeOf = (contentType: string | null): string => {
  const [essence = ''] = (contentType ?? bytes).split(';', 1);
  const mediaType = essence.trim().toLowerCase();
  if (!Value.Check(MediaType, mediaType))
    throw invalid([{ field: 'Content-Type', message: 'must be a media type, for example application/pdf' }]);
  return mediaType;
};

/** The body of a route that {@link TakesBytes}. */
export const FromBytes = createParamDecorator((_: unknown, context: ExecutionContext): RawBody => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const length = request.headers['content-length'];
  return {
    bytes: read(request.body as Readable),
    mediaType: mediaTypeOf(request.sentAs),
    length: length === undefined ? undefined : Number(length),
  };
});
