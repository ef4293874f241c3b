import { isNativeError } from 'node:util/types';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problem as describe, problemDocument, type Problem } from '../problem.ts';
import type { AllowedMethods } from './allowed-methods.ts';
import { aboutRequest } from './logging.ts';
import { problemOf } from './problem-of.ts';

/** A refusal is an answer given for ever, so its document must not differ from one request to the next. */
const correlationIn = ({ code }: Problem, request: FastifyRequest): string | undefined => (code === 'refused' ? undefined : request.id);

/** The path without its query, which may hold what does not belong in logs and documents. */
export const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

/** Writes a problem document. */
export const sendProblem = (problem: Problem, request: FastifyRequest, reply: FastifyReply): void => {
  const document = problemDocument(problem, pathOf(request.url), correlationIn(problem, request));
  void reply
    .status(problem.status)
    .headers(problem.headers ?? {})
    .header('x-correlation-id', request.id)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(document));
};

/** Whatever is thrown on the way to an answer becomes a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly methodsAt: AllowedMethods = () => [],
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = this.unrouted(request) ?? problemOf(error);
    if (problem.status >= 500) this.log(problem, error, request);
    sendProblem(problem, request, http.getResponse<FastifyReply>());
  }

  /** A path without a route, or without this method. */
  private unrouted({ is404, url, method }: FastifyRequest): Problem | undefined {
    if (!is404) return undefined;
    const methods = this.methodsAt(pathOf(url));
    if (methods.length === 0) return describe('notFound', 'There is nothing at this address.');
    return describe('methodNotAllowed', `${method} is not possible here.`, { headers: { allow: methods.join(', ') } });
  }

  private log({ code, status }: Problem, error: unknown, request: FastifyRequest): void {
    const known = { ...aboutRequest(request), method: request.method, route: request.routeOptions?.url, code };
    if (status === 500) this.logger.error({ ...known, err: error }, 'request failed');
    else this.logger.warn({ ...known, reason: isNativeError(error) ? error.name : 'unknown' }, 'request could not be served');
  }
}
