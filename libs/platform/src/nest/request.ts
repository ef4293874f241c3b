import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#eventsourcing';
import { ProblemError, problem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it, with the roles held now; null on public routes. */
    actor: Actor | null;
  }
  interface FastifyInstance {
    /** Asks again who sends a request, for answers that take long: throws when its token has ended, or its user was deactivated. */
    admit(request: FastifyRequest): Promise<Actor>;
  }
  interface FastifyContextConfig {
    public?: boolean;
  }
}

/** Marks what needs no name, for the API's description. */
export const publicMark = 'x-public';

/** The route answers anyone. Everything else answers only known, active users. */
export const Public = (): MethodDecorator => applyDecorators(RouteConfig({ public: true }), ApiExtension(publicMark, true));

/** The one command that this request is, as far as headers say. */
export interface Caller {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly headers: FastifyRequest['headers'];
  readonly reply: FastifyReply;
}

const actorOf = (request: FastifyRequest): Actor => {
  if (!request.actor) throw new ProblemError(problem('unauthenticated', 'A bearer token is required.'));
  return request.actor;
};

/** Who asks, with the roles held now. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor =>
  actorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Who commands, and what the headers say about it. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  return { actor: actorOf(request), correlationId: request.id, headers: request.headers, reply: http.getResponse<FastifyReply>() };
});
