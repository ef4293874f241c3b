import { Histogram } from 'prom-client';
import { secondsBuckets, type Metrics } from './metrics.ts';

/** One answered request. */
export interface AnsweredRequest {
  readonly method: string;
  /** The route's template, never the path itself: a path names cases, and there is no end of paths. Nothing: no route has it. */
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
}

/** Anybody may send a method of his own invention: those count as one. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts and times requests by method, route and class of status (`2xx`). */
export const httpMetrics = ({ registry }: Metrics): ((request: AnsweredRequest) => void) => {
  const durations = new Histogram({
    name: 'dealtrail_http_request_duration_seconds',
    help: 'How long it took from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  return ({ method, route = 'none', status, seconds }) =>
    durations.observe({ method: methods.has(method) ? method : 'other', route, status: `${Math.floor(status / 100)}xx` }, seconds);
};
