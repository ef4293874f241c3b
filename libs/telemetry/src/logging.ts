import { isNativeError } from 'node:util/types';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Keys whose values never reach a log, wherever they may turn up. */
const secret = [
  ...['authorization', 'cookie', 'headers', 'token', 'password', 'secret', 'key', 'masterKey', 'connectionString', 'databaseUrl'],
  ...['body', 'data', 'entry', 'sealed', 'ciphertext', 'parameters', 'query'],
];

/** What names a secret within a text: a password in an address, a bearer token. */
const secretIn = /(?<=:\/\/)[^@/\s]+(?=@)|(?<=\bBearer )\S+/gi;
const withheld = '[withheld]';

const scrubbed = (text: string | undefined): string | undefined => text?.replace(secretIn, withheld);

/** An error as type, message and place. Libraries hang rows, parameters and connections on their errors: those stay out. */
const withoutContents = (error: unknown): object => {
  if (!isNativeError(error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message: scrubbed(message),
    ...(typeof code === 'string' && { code }),
    stack: scrubbed(stack),
    ...(cause !== undefined && { cause: withoutContents(cause) }),
  };
};

const options = (level: LogLevel): LoggerOptions => ({
  level,
  base: { name: 'dealtrail' },
  formatters: { level: (label) => ({ level: label }) },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: withheld },
  serializers: { err: withoutContents },
});

const standardError = (): DestinationStream => pino.destination({ dest: 2, sync: false });

/**
 * Structured logs, one JSON line each, levels by name and times in UTC; on standard error, for standard output belongs to what the user asked
 * for. Readable lines on a terminal.
 */
export const createLogger = (level: LogLevel, readable = false, to: DestinationStream = readable ? terminal() : standardError()): Logger =>
  pino(options(level), to);

const terminal = (): DestinationStream =>
  pino.transport({ target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname,name', translateTime: 'SYS:HH:MM:ss.l' } });
