import { Counter, Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Nothing: it could not be read, or not in time. */
export type Reading<T> = () => Promise<T | undefined>;

/** ms. */
export interface ScrapeLimits {
  /** How long what was read serves further scrapes, however many scrapers there are. */
  readonly freshFor: number;
  /** How long a scrape waits for it. */
  readonly patience: number;
  readonly now: () => number;
}

const usual: ScrapeLimits = { freshFor: 2000, patience: 2000, now: () => performance.now() };

const inTime = <T>(reading: Promise<T>, patience: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not read within ${patience} ms`)), patience);
    void reading.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/**
 * What scrapes read, once for all who ask within two seconds: scraping must not load the database, and a database that does not answer
 * must not keep back the figures that need none.
 */
export const scraped = <T>({ registry }: Metrics, part: string, read: () => Promise<T>, limits: Partial<ScrapeLimits> = {}): Reading<T> => {
  const { freshFor, patience, now } = { ...usual, ...limits };
  const name = 'dealtrail_scrape_errors_total';
  const errors =
    (registry.getSingleMetric(name) as Counter<'part'> | undefined) ??
    new Counter({
      name,
      help: 'Figures that a scrape could not read; their series are absent from it.',
      labelNames: ['part'],
      registers: [registry],
    });
  errors.inc({ part }, 0);
  let underway: Promise<T> | undefined;
  let last: { readonly reading: Promise<T | undefined>; until: number } | undefined;

  /** A reading that hangs is not asked for again: whoever comes later waits for it too. */
  const readInTime = async (): Promise<T | undefined> => {
    try {
      underway ??= read().finally(() => (underway = undefined));
      return await inTime(underway, patience);
    } catch {
      errors.inc({ part });
      return undefined;
    }
  };

  const readAnew = (): Promise<T | undefined> => {
    const shared = { reading: readInTime(), until: Infinity };
    last = shared;
    void shared.reading.then(() => (shared.until = now() + freshFor));
    return shared.reading;
  };

  return () => (last && now() < last.until ? last.reading : readAnew());
};

export type Labels = Readonly<Record<string, string>>;

/** A figure as it stands when it is scraped. */
export interface Figure<T> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Of what was read; none: no series. */
  readonly values: (read: T) => readonly (readonly [Labels, number])[];
}

/** Gauges, set at each scrape from what was read; what was not read has no series. */
export const gauges = <T>({ registry }: Metrics, read: Reading<T>, figures: readonly Figure<T>[]): void => {
  for (const { name, help, labels = [], values } of figures)
    new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      async collect() {
        const found = await read();
        this.reset();
        // Without labels, a gauge that was reset stands at 0: what is not known is not 0.
        if (labels.length === 0) this.remove();
        if (found !== undefined) for (const [of, value] of values(found)) this.set(of, value);
      },
    });
};

/** Counters kept elsewhere, as they stand when they are scraped. */
export const counters = ({ registry }: Metrics, figures: readonly { name: string; help: string; value: () => number }[]): void => {
  for (const { name, help, value } of figures)
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(value());
      },
    });
};
