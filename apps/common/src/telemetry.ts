import type { Logger } from 'pino';
import type { EventStore } from '#eventsourcing';
import {
  commandMetrics,
  measuredEventStore,
  openMetrics,
  openTracing,
  tracedEventStore,
  type CommandObserver,
  type Metrics,
  type TelemetryConfig,
  type Tracing,
} from '#telemetry';
import type { ClosingStack } from './closing-stack.ts';

/** What this program tells of itself; what is absent costs nothing. */
export interface Telemetry {
  readonly metrics?: Metrics;
  /** Counts commands, whoever issues them. */
  readonly commands?: CommandObserver;
  readonly tracing?: Tracing;
}

/** Opened before everything else and closed after it, so that nothing goes untold. */
export const openTelemetry = async ({ metrics, tracing }: TelemetryConfig, stack: ClosingStack, logger: Logger): Promise<Telemetry> => {
  const traces = tracing && (await openTracing(tracing, (error) => logger.warn({ err: error }, 'traces cannot be sent')));
  if (traces) stack.push('traces', () => traces.stop());
  const figures = metrics ? openMetrics() : undefined;
  return { ...(figures && { metrics: figures, commands: commandMetrics(figures) }), ...(traces && { tracing: traces }) };
};

/** The same store, watched as far as anybody wants to know. */
export const watchedStore = (store: EventStore, { metrics, tracing }: Telemetry): EventStore => {
  const measured = metrics ? measuredEventStore(store, metrics) : store;
  return tracing ? tracedEventStore(measured, tracing) : measured;
};
