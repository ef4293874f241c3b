import {
  applyDecorators,
  Inject,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { decodePosition, type PositionToken } from '../position-token.ts';
import { conflict, invalid, problem, ProblemError } from '../problem.ts';
import { WAIT_FOR_READ_MODELS, type WaitForReadModels } from './ports.ts';

const metadataKey = 'dealtrail:read-models';
const longestWaitMs = 5_000;

/** A query that is given an answer's token waits until these read models have its effect. */
@Injectable()
export class ReadYourWrites implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(WAIT_FOR_READ_MODELS) private readonly waitFor: WaitForReadModels,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const token = tokenOf(context.switchToHttp().getRequest<FastifyRequest>());
    const names = this.reflector.getAllAndOverride<readonly string[] | undefined>(metadataKey, [context.getHandler(), context.getClass()]);
    if (token && names) await this.await(token, names);
    return next.handle();
  }

  private async await(token: PositionToken, names: readonly string[]): Promise<void> {
    const waited = await this.waitFor(token, names, longestWaitMs);
    switch (waited.kind) {
      case 'visible':
        return;
      case 'timeout':
        throw new ProblemError(
          problem(
            'notYetVisible',
            `${names.join(', ')} did not reach ${token.stream} revision ${token.revision} within ${longestWaitMs} ms.`,
            {
              headers: { 'retry-after': '1' },
            },
          ),
        );
      case 'parked':
        throw new ProblemError(problem('caseParked', `${waited.projection} cannot follow this case until an operator has looked at it.`));
      case 'unknownLedger':
        throw conflict('The position is of another ledger: this one was restored or replaced since.');
    }
  }
}

const tokenOf = ({ headers, query }: FastifyRequest): PositionToken | undefined => {
  const given = headers['dealtrail-after'] ?? (query as Record<string, unknown>)['after'];
  if (given === undefined) return undefined;
  const token = typeof given === 'string' ? decodePosition(given) : undefined;
  if (!token) throw invalid([{ field: 'Dealtrail-After', message: 'must be a position as an answer gave it' }]);
  return token;
};

/** Which read models a query answers from: it then honours `Dealtrail-After` (or `after` in the query). */
export const ReadModels = (...names: readonly string[]): ClassDecorator & MethodDecorator =>
  applyDecorators(
    SetMetadata(metadataKey, names),
    UseInterceptors(ReadYourWrites),
    ApiHeader({ name: 'Dealtrail-After', required: false, description: 'A position from an answer; the query then shows its effect.' }),
  );
