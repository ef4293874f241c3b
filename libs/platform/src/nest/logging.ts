import { isNativeError } from 'node:util/types';
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger, type LoggerOptions } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Keys whose values never reach a log, wherever they may turn up. */
const secret = ['authorization', 'token', 'password', 'connectionString', 'masterKey', 'body', 'data', 'parameters', 'query'];

const options = (level: LogLevel): LoggerOptions => ({
  level,
  base: { name: 'dealtrail' },
  redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[withheld]' },
  serializers: { err: withoutContents },
});

/** An error as type, message and place. Libraries hang rows, parameters and connections on their errors: those stay out. */
const withoutContents = (error: unknown): object => {
  if (!isNativeError(error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message,
    ...(typeof code === 'string' && { code }),
    stack,
    ...(cause !== undefined && { cause: withoutContents(cause) }),
  };
};

/** Structured logs, one JSON line each, on standard error: standard output belongs to what the user asked for. Readable lines on a terminal. */
export const createLogger = (level: LogLevel, readable = false): Logger =>
  readable
    ? pino({
        ...options(level),
        transport: { target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname,name', translateTime: 'SYS:HH:MM:ss.l' } },
      })
    : pino(options(level), pino.destination({ dest: 2, sync: false }));

/** The framework's own messages; its routine ones are for `debug`. */
export const nestLogger = (logger: Logger): LoggerService => {
  const at =
    (level: 'debug' | 'warn' | 'error' | 'trace') =>
    (message: unknown, ...further: unknown[]) =>
      logger[level]({ context: further.at(-1) }, message instanceof Error ? message.message : String(message));
  return { log: at('debug'), verbose: at('trace'), debug: at('trace'), warn: at('warn'), error: at('error'), fatal: at('error') };
};
