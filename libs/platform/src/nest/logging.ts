import type { LoggerService } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

export { createLogger, logLevels, type LogLevel } from '#telemetry';

/** What every line about a request says, so that all of them are found together, and beside its trace if there is one. */
export const aboutRequest = ({ id, place }: Pick<FastifyRequest, 'id' | 'place'>): { correlationId: string; traceId?: string } => ({
  correlationId: id,
  ...(place && { traceId: place.traceId }),
});

/** The framework's own messages; its routine ones are for `debug`. */
export const nestLogger = (logger: Logger): LoggerService => {
  const at =
    (level: 'debug' | 'warn' | 'error' | 'trace') =>
    (message: unknown, ...further: unknown[]) =>
      logger[level]({ context: further.at(-1) }, message instanceof Error ? message.message : String(message));
  return { log: at('debug'), verbose: at('trace'), debug: at('trace'), warn: at('warn'), error: at('error'), fatal: at('error') };
};
