import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { migrate, PostgresEventStore } from '#postgres';
import { eventsIn, play, workload } from './append-workload.ts';
import { asked, endChild, nextMessage, startChild } from './child.ts';
import type { AppReady } from './http-app.ts';
import type { LoadOrder, LoadResult } from './http-load.ts';
import { alternate, median, percentile, rate, type Bench, type BenchOptions, type Measurement } from './measure.ts';
import { peakOf, watchServer } from './memory.ts';

interface Api {
  readonly ready: AppReady;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

const apiOf = (ready: AppReady): Api => {
  const answer = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(`${ready.url}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  };
  const headers = { authorization: `Bearer ${ready.operator}` };
  return {
    ready,
    get: (path) => answer(path, { headers }),
    post: (path, body) => {
      const all = { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      return answer(path, { method: 'POST', headers: all, body: JSON.stringify(body) });
    },
  };
};

/** The app in one process, the load in another. */
const withApp = async <T>(
  connectionString: string,
  work: (api: Api, load: (order: Omit<LoadOrder, 'url' | 'tokens'>) => Promise<LoadResult>) => Promise<T>,
): Promise<T> => {
  const app = startChild('http-app', [connectionString]);
  const generator = startChild('http-load');
  try {
    const ready = await nextMessage<AppReady>(app);
    const { url, tokens } = ready;
    return await work(apiOf(ready), (order) => asked<LoadResult>(generator, { url, tokens, ...order }));
  } finally {
    await endChild(generator);
    await endChild(app);
  }
};

interface Status {
  readonly name: string;
  readonly live: boolean;
  readonly build: number;
  readonly lagEvents: number;
  readonly lagSeconds: number;
}

const statusOf = async ({ get }: Api): Promise<readonly Status[]> =>
  (await get<{ projections: readonly Status[] }>('/v1/operations/projections')).projections;

/** How far the slowest read model is behind, in seconds. */
const lagOf = async (api: Api): Promise<number> => Math.max(...(await statusOf(api)).map(({ lagSeconds }) => lagSeconds));

const caughtUp = async (api: Api): Promise<void> => {
  while ((await statusOf(api)).some(({ lagEvents }) => lagEvents > 0)) await pause(50);
};

const perSecond = ({ accepted, seconds }: LoadResult): number => accepted / seconds;

const secondsOf = ({ quick }: BenchOptions): number => (quick ? 3 : 10);
const roundsOf = ({ quick }: BenchOptions): number => (quick ? 3 : 5);

const withDatabase = async <T>(server: string, name: string, work: (connectionString: string) => Promise<T>): Promise<T> => {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const address = new URL(server);
  address.pathname = `/${name}`;
  try {
    await admin.query(`create database ${name} template template0`);
    return await work(address.href);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
};

/** `append.1` as the rounds need it: through the store's port, into a database of its own. */
const appending = async (connectionString: string, { quick }: BenchOptions) => {
  await migrate(connectionString);
  const store = new PostgresEventStore(connectionString);
  const count = quick ? 8_000 : 32_000;
  return {
    rate: () => {
      const load = workload(count, 1);
      return rate(eventsIn(load), () => play(load, (events) => store.append(events)));
    },
    close: () => store.close(),
  };
};

const least = 3_000;

const throughput: Bench = {
  name: 'http',
  run: (options): Promise<Measurement> =>
    withDatabase(options.connectionString, 'bench_http_append', async (elsewhere) => {
      const append = await appending(elsewhere, options);
      const seconds = secondsOf(options);
      const noops: number[] = [];
      const appends: number[] = [];
      const lags: number[] = [];
      const measured = await withApp(options.connectionString, (api, load) =>
        alternate(
          roundsOf(options),
          async () => {
            const result = perSecond(await load({ prefix: '/v1/leads', seconds }));
            lags.push(await lagOf(api));
            await caughtUp(api);
            return result;
          },
          async () => {
            const noop = perSecond(await load({ prefix: '/v1/bench/noop', seconds }));
            const appended = await append.rate();
            noops.push(noop);
            appends.push(appended);
            options.log(`noop ${Math.round(noop)}/s, append.1 ${Math.round(appended)}/s`);
            return 1 / (1 / noop + 1 / appended);
          },
        ),
      );
      await append.close();
      const sane = median(noops) >= least ? '' : ` (not sane: below ${least}/s)`;
      const note = `noop ${Math.round(median(noops))}/s${sane}, append.1 ${Math.round(median(appends))}/s, lag at the end ${Math.max(...lags).toFixed(2)} s`;
      return { name: 'http', unit: 'commands/s', target: 0.65, note, ...measured };
    }),
};

const freshness: Bench = {
  name: 'freshness',
  run: (options) =>
    withApp(options.connectionString, async (api, load): Promise<readonly Measurement[]> => {
      const seconds = secondsOf(options);
      const most = perSecond(await load({ prefix: '/v1/leads', seconds }));
      await caughtUp(api);
      const half = Math.round(most / 2);
      const { freshness: seen, ...paced } = await load({ prefix: '/v1/leads', seconds: seconds * 2, rate: half, sampleEvery: 20 });
      const sorted = seen.toSorted((one, other) => one - other);
      const note = `${sorted.length} samples at ${Math.round(perSecond(paced as LoadResult))} commands/s; the query that shows it included`;
      const row = (name: string, share: number, aim: number): Measurement => ({
        name,
        value: percentile(sorted, share),
        unit: 'ms',
        baseline: null,
        ratio: null,
        note: `aim ${aim}; ${note}`,
      });
      return [row('freshness.p50', 0.5, 10), row('freshness.p99', 0.99, 50)];
    }),
};

/** Two events a deal. */
const importItems = (first: number, deals: number): readonly object[] =>
  Array.from({ length: deals }, (_, at) => {
    const opportunityId = `bench-${first + at}`;
    const from = { source: 'bench', sourceFileHash: 'a'.repeat(64), row: first + at + 1, opportunityId, businessTime: 'unknown' };
    const claims = {
      ...from,
      externalId: String(first + at),
      claimedStage: 'Won',
      claimedAgent: 'Jonas Weber',
      account: 'Nordwind Logistics',
    };
    const outcome = { ...from, claimed: 'won', value: { minor: 125_000, currency: 'EUR' } };
    return [
      { key: `deal-${first + at}`, type: 'ImportOpportunity', data: claims },
      { key: `outcome-${first + at}`, type: 'ImportOutcome', data: outcome },
    ];
  }).flat();

const importUpTo = async (api: Api, events: number, log: (line: string) => void): Promise<void> => {
  const batch = 250;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let first = next; first * 2 < events; first = next) {
      next += batch;
      const { answers } = await api.post<{ answers: readonly { status: number }[] }>('/v1/imports/batch', {
        items: importItems(first, batch),
      });
      if (answers.some(({ status }) => status !== 200)) throw new Error(`an import failed: ${JSON.stringify(answers[0])}`);
      if ((first / batch) % 100 === 0) log(`${first * 2} events`);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
};

const rebuilt = async (api: Api, projection: string): Promise<void> => {
  const { build } = await api.post<{ build: number }>(`/v1/operations/projections/${projection}/rebuild`, {});
  while (!(await statusOf(api)).some((one) => one.name === projection && one.live && one.build === build)) await pause(200);
};

const memory: Bench = {
  name: 'rss.1M',
  run: (options): Promise<Measurement> =>
    withApp(options.connectionString, async (api, load) => {
      const server = await watchServer(options.connectionString);
      const events = options.quick ? 50_000 : 1_000_000;
      const commands = await load({ prefix: '/v1/leads', seconds: secondsOf(options) });
      await importUpTo(api, events - commands.accepted, options.log);
      await caughtUp(api);
      options.log('rebuilding audit');
      await rebuilt(api, 'audit');
      const value = await peakOf(api.ready.pid);
      const note = `at most 400; ${commands.accepted} commands, then imports, up to ${events} events, then a rebuild of audit; Postgres at most ${Math.round(server())} MB`;
      return { name: 'rss.1M', value, unit: 'MB', baseline: null, ratio: null, note };
    }),
};

export const httpBenches: readonly Bench[] = [throughput, freshness, memory];
