import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection, type HttpAnswer } from './http-connection.ts';
import { watchRows } from './row-watch.ts';

/** What the generator of load is to do. */
export interface LoadOrder {
  readonly url: string;
  readonly tokens: readonly string[];
  /** `/v1/leads`, or where the same bodies are not decided. */
  readonly prefix: string;
  readonly seconds: number;
  /** Commands a second over all connections; as fast as they go without it. */
  readonly rate?: number;
  /** One command in so many is followed until it is visible. */
  readonly sampleEvery?: number;
  /** The database in which it is to be visible; without it, the query that shows it is waited for. */
  readonly rowsIn?: string;
}

export interface LoadResult {
  readonly accepted: number;
  readonly seconds: number;
  /** From the acknowledgement until it is visible; ms. */
  readonly freshness: readonly number[];
}

const yes = { met: true, answer: 'confirmed with the head of operations' };
const bant = { budget: yes, authority: yes, need: yes, timeline: yes };

/** A lead's life: nine commands, each accepted, one event each. */
const lifeOf = (leadId: string, user: number): readonly (readonly [string, object])[] => [
  [
    '',
    {
      leadId,
      source: 'web',
      company: 'Nordwind Logistics',
      industry: 'logistics',
      contactName: 'Jonas Weber',
      email: `jonas@${leadId}.example`,
    },
  ],
  [`/${leadId}/enrich`, { companySize: 180, need: 'replace spreadsheets for order planning' }],
  [`/${leadId}/assign`, { to: `bench-${user}` }],
  [`/${leadId}/contacts`, { channel: 'call', direction: 'outbound', effective: true }],
  [`/${leadId}/contacts`, { channel: 'email', direction: 'inbound', effective: true }],
  [`/${leadId}/qualify`, { as: 'MQL', bant: {} }],
  [`/${leadId}/qualify`, { as: 'SQL', bant }],
  [`/${leadId}/contacts`, { channel: 'meeting', direction: 'outbound', effective: true }],
  [`/${leadId}/qualify`, { as: 'prospect', bant }],
];

interface Accepted {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
}

const mustBeAccepted = ({ status, body }: HttpAnswer): Accepted => {
  const answer = JSON.parse(body) as Accepted & { outcome?: string };
  if (status >= 300 || answer.outcome !== 'accepted') throw new Error(`not accepted: ${status} ${body}`);
  return answer;
};

/** Not by connection, but by the second: a slow answer does not slow the others down. */
const pacer = (rate: number | undefined, started: number) => {
  let given = 0;
  return async (): Promise<void> => {
    if (rate === undefined) return;
    const due = started + (given++ / rate) * 1000;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
  };
};

interface Watcher {
  visible(user: number, leadId: string, answer: Accepted): Promise<void>;
  close(): Promise<void>;
}

const watchingQueries = async ({ url, tokens }: LoadOrder): Promise<Watcher> => {
  const connections = await Promise.all(tokens.map((token) => HttpConnection.open(url, token)));
  return {
    visible: async (user, leadId, { position }) => {
      const seen = await connections[user]?.get(`/v1/leads/${leadId}`, { 'dealtrail-after': position });
      if (seen?.status !== 200) throw new Error(`not visible: ${seen?.status} ${seen?.body}`);
    },
    close: async () => connections.forEach((connection) => connection.close()),
  };
};

const watchingRows = async (connectionString: string): Promise<Watcher> => {
  const { seen, close } = await watchRows(connectionString);
  return { visible: (_user, _leadId, { stream, revision }) => seen(stream, revision), close };
};

const watcherFor = async (order: LoadOrder): Promise<Watcher | undefined> => {
  if (order.sampleEvery === undefined) return undefined;
  return order.rowsIn === undefined ? watchingQueries(order) : watchingRows(order.rowsIn);
};

const run = async (order: LoadOrder): Promise<LoadResult> => {
  const { url, tokens, prefix, seconds, rate, sampleEvery = Infinity } = order;
  const connections = await Promise.all(tokens.map((token) => HttpConnection.open(url, token)));
  const watcher = await watcherFor(order);
  const freshness: number[] = [];
  const looking: Promise<unknown>[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  const turn = pacer(rate, started);
  let accepted = 0;

  const follow = async (user: number, leadId: string, answer: Accepted, acknowledged: number): Promise<void> => {
    await watcher?.visible(user, leadId, answer);
    freshness.push(performance.now() - acknowledged);
  };

  const live = async (connection: HttpConnection, user: number): Promise<void> => {
    while (performance.now() < until) {
      const leadId = `bench-${randomUUID()}`;
      for (const [path, body] of lifeOf(leadId, user)) {
        await turn();
        if (performance.now() >= until) return;
        const answer = mustBeAccepted(await connection.post(`${prefix}${path}`, JSON.stringify(body), { 'idempotency-key': randomUUID() }));
        const acknowledged = performance.now();
        accepted += 1;
        if (accepted % sampleEvery === 0) looking.push(follow(user, leadId, answer, acknowledged));
      }
    }
  };

  await Promise.all(connections.map(live));
  const took = (performance.now() - started) / 1000;
  await Promise.all(looking);
  await watcher?.close();
  for (const connection of connections) connection.close();
  return { accepted, seconds: took, freshness };
};

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
