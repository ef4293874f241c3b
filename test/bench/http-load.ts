import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection, type HttpAnswer } from './http-connection.ts';

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
}

export interface LoadResult {
  readonly accepted: number;
  readonly seconds: number;
  /** From the acknowledgement until a query shows it; ms. */
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

const mustBeAccepted = ({ status, body }: HttpAnswer): { position: string } => {
  const answer = JSON.parse(body) as { outcome?: string; position: string };
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

const run = async ({ url, tokens, prefix, seconds, rate, sampleEvery }: LoadOrder): Promise<LoadResult> => {
  const connections = await Promise.all(tokens.map((token) => HttpConnection.open(url, token)));
  const watchers = sampleEvery === undefined ? [] : await Promise.all(tokens.map((token) => HttpConnection.open(url, token)));
  const freshness: number[] = [];
  const looking: Promise<unknown>[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  const turn = pacer(rate, started);
  let accepted = 0;

  const follow = async (user: number, leadId: string, position: string, acknowledged: number): Promise<void> => {
    const seen = await watchers[user]?.get(`/v1/leads/${leadId}`, { 'dealtrail-after': position });
    if (seen?.status !== 200) throw new Error(`not visible: ${seen?.status} ${seen?.body}`);
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
        if (sampleEvery !== undefined && accepted % sampleEvery === 0) looking.push(follow(user, leadId, answer.position, acknowledged));
      }
    }
  };

  await Promise.all(connections.map(live));
  const took = (performance.now() - started) / 1000;
  await Promise.all(looking);
  for (const connection of [...connections, ...watchers]) connection.close();
  return { accepted, seconds: took, freshness };
};

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
