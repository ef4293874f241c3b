import { logLevels, readTelemetry, telemetrySettings, type LogLevel, type TelemetryConfig } from '#telemetry';
import type { EnvironmentReader, Setting } from '../settings.ts';

/** What every process has. */
export interface ProcessConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly telemetry: TelemetryConfig;
  /** How long what should turn may take for one turn before it counts as stuck; ms. */
  readonly stuckAfterMs: number;
  /** How long requests under way may take after SIGTERM; ms. */
  readonly shutdownMs: number;
}

export const addressSettings = (port: number): readonly Setting[] => [
  { name: 'PORT', default: String(port), meaning: 'Port to listen on, 0 to 65535; 0 takes any free one.' },
  { name: 'HOST', default: '127.0.0.1', meaning: 'Address to listen on; 0.0.0.0 for all.' },
];

export const processSettings: readonly Setting[] = [
  { name: 'LOG_LEVEL', default: 'info', meaning: `One of ${logLevels.join(', ')}.` },
  ...telemetrySettings,
  {
    name: 'STUCK_AFTER_SECONDS',
    default: '60',
    meaning: 'How long relay, publisher, consumer or read models may stand still before /health/live fails, 1 to 3600.',
  },
  { name: 'SHUTDOWN_SECONDS', default: '15', meaning: 'How long requests under way may take after SIGTERM, 1 to 300.' },
];

/** What is assumed where the environment is silent. */
export interface ProcessDefaults {
  readonly port: number;
  readonly logLevel?: LogLevel | undefined;
}

export const readProcess = (reader: EnvironmentReader, { port, logLevel = 'info' }: ProcessDefaults): ProcessConfig => ({
  host: reader.text('HOST') ?? '127.0.0.1',
  port: reader.integer('PORT', port, 0, 65_535),
  logLevel: reader.oneOf('LOG_LEVEL', logLevels, logLevel),
  telemetry: readTelemetry(reader),
  stuckAfterMs: reader.integer('STUCK_AFTER_SECONDS', 60, 1, 3600) * 1000,
  shutdownMs: reader.integer('SHUTDOWN_SECONDS', 15, 1, 300) * 1000,
});
