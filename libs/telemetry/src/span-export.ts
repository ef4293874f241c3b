import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  RandomIdGenerator,
  TracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { givenIds, type GivenIds } from './spans.ts';
import type { TracingSettings } from './tracing-settings.ts';

/** How long the last spans may take on their way out; ms. */
const farewell = 2000;

/** Told of the first failure after a success; spans are lost meanwhile, and nothing waits for them. */
const tellingFailures = (exporter: SpanExporter, onError: (error: Error) => void): SpanExporter => {
  let failing = false;
  return {
    export: (spans: ReadableSpan[], done) =>
      exporter.export(spans, (result) => {
        if (result.error && !failing) onError(result.error);
        failing = result.error !== undefined;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
};

export interface SpanExport {
  readonly tracer: Tracer;
  readonly ids: GivenIds;
  /** Sends what is left, as far as it goes quickly. */
  readonly stop: () => Promise<void>;
}

/** Spans on their way to an OTLP collector over HTTP, in batches. What is to be kept is decided before a span is made. */
export const openSpanExport = (settings: TracingSettings, onError: (error: Error) => void): SpanExport => {
  const { endpoint, headers, serviceName, attributes, delayMs = 5000, timeoutMs = 10_000 } = settings;
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const ids = givenIds(new RandomIdGenerator());
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ ...attributes, 'service.name': serviceName })),
    sampler: new AlwaysOnSampler(),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor({ exporter: tellingFailures(exporter, onError), scheduledDelayMillis: delayMs })],
  });
  const stop = async (): Promise<void> => {
    let late: NodeJS.Timeout | undefined;
    const given = new Promise<void>((resolve) => (late = setTimeout(resolve, farewell)));
    // What failed on the way was told there.
    await Promise.race([provider.shutdown().catch(() => undefined), given]);
    clearTimeout(late);
  };
  return { tracer: provider.getTracer('dealtrail'), ids, stop };
};
