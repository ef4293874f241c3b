import { collectDefaultMetrics, Registry } from 'prom-client';

/** One program's figures. Each program has its own registry, for several may run in one process. */
export interface Metrics {
  readonly registry: Registry;
  /** In Prometheus' text format; reads at this moment what is not counted as it happens. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** With the runtime's own figures (event loop, heap, garbage collection) under the names that everybody's dashboards know. */
export const openMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return { registry, text: () => registry.metrics(), contentType: registry.contentType };
};

/** Upper bounds, in seconds, for what takes from half a millisecond to ten seconds. */
export const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
