import { samplerNames, type TracingSettings } from './tracing-settings.ts';

/** What of itself a program tells to those who run it. */
export interface TelemetryConfig {
  /** Whether figures are kept and served. */
  readonly metrics: boolean;
  /** Absent: nothing is traced. */
  readonly tracing?: TracingSettings;
}

/** How a program reads its environment: one variable after another, keeping every complaint. */
export interface SettingsReader {
  text(name: string): string | undefined;
  complain(name: string, expected: string, shown?: string): void;
  integer(name: string, fallback: number, least: number, most: number): number;
  url(name: string, schemes: readonly string[], secret: boolean): URL | undefined;
  oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T;
}

/** The variables, as a table of settings has them. Those of OpenTelemetry have the meaning that its specification gives them. */
export const telemetrySettings = [
  { name: 'METRICS', default: 'on', meaning: 'Figures for Prometheus at /metrics, open to whoever reaches the port; on or off.' },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '',
    meaning: 'An OpenTelemetry collector (OTLP over HTTP), for example http://127.0.0.1:4318; without it nothing is traced.',
  },
  { name: 'OTEL_EXPORTER_OTLP_HEADERS', default: '', meaning: 'Sent to the collector: name=value,name=value, percent-encoded.' },
  { name: 'OTEL_EXPORTER_OTLP_TIMEOUT', default: '10000', meaning: 'How long sending traces may take, in milliseconds.' },
  { name: 'OTEL_SERVICE_NAME', default: 'dealtrail', meaning: 'The name under which traces show this process.' },
  {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    default: '',
    meaning: 'What traces state about this process: name=value,name=value, percent-encoded.',
  },
  {
    name: 'OTEL_TRACES_SAMPLER',
    default: 'parentbased_always_on',
    meaning: `Which traces are kept, by their ids alone: ${samplerNames.join(', ')}.`,
  },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    default: '1',
    meaning: 'The share of traces that a traceidratio sampler keeps, 0 to 1; the same for every process.',
  },
  { name: 'OTEL_BSP_SCHEDULE_DELAY', default: '5000', meaning: 'How long spans may wait for others to be sent with, in milliseconds.' },
] as const;

const pairs = (reader: SettingsReader, name: string): Readonly<Record<string, string>> => {
  const parts = (reader.text(name) ?? '').split(',').filter((part) => part.trim() !== '');
  try {
    return Object.fromEntries(
      parts.map((part) => {
        const at = part.indexOf('=');
        if (at < 1) throw new URIError();
        return [part.slice(0, at).trim(), decodeURIComponent(part.slice(at + 1).trim())];
      }),
    );
  } catch {
    // Headers may hold a key of the collector's.
    reader.complain(name, 'expected name=value,name=value, percent-encoded (the value is not shown)');
    return {};
  }
};

const ratioOf = (reader: SettingsReader): number => {
  const name = 'OTEL_TRACES_SAMPLER_ARG';
  const text = reader.text(name);
  const ratio = text === undefined ? 1 : Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  reader.complain(name, 'expected a number from 0 to 1', text);
  return 1;
};

/** Reads {@link telemetrySettings}. */
export const readTelemetry = (reader: SettingsReader): TelemetryConfig => {
  const endpoint = reader.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:'], true);
  const tracing = {
    headers: pairs(reader, 'OTEL_EXPORTER_OTLP_HEADERS'),
    serviceName: reader.text('OTEL_SERVICE_NAME') ?? 'dealtrail',
    attributes: pairs(reader, 'OTEL_RESOURCE_ATTRIBUTES'),
    sampler: reader.oneOf('OTEL_TRACES_SAMPLER', samplerNames, 'parentbased_always_on'),
    ratio: ratioOf(reader),
    timeoutMs: reader.integer('OTEL_EXPORTER_OTLP_TIMEOUT', 10_000, 1, 600_000),
    delayMs: reader.integer('OTEL_BSP_SCHEDULE_DELAY', 5000, 1, 600_000),
  };
  return {
    metrics: reader.oneOf('METRICS', ['on', 'off'], 'on') === 'on',
    ...(endpoint && { tracing: { endpoint: endpoint.href, ...tracing } }),
  };
};
