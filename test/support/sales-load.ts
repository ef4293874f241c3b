import { setTimeout as pause } from 'node:timers/promises';
import { dice, type Dice } from '../../apps/standalone/src/demo/dice.ts';
import { commandHistory, type CommandHistory, type Given } from './command-history.ts';
import { until } from './until.ts';

export interface SalesLoadOptions {
  /** Where commands may be sent at the moment; a client that gets no answer goes elsewhere. */
  readonly urls: () => readonly string[];
  /** Of a sales representative. */
  readonly token: string;
  readonly clients?: number;
  readonly seed?: number;
  /** Between two commands of a client; ms. */
  readonly restFor?: number;
}

/** Clients that work on deals, never give a command up, and take down every answer. */
export interface SalesLoad {
  readonly history: CommandHistory;
  /** Waits for so many more commands to be answered; false when that takes too long. */
  more(count: number): Promise<boolean>;
  /** Resolves when each command has its answer, and the last ones were asked for once more. */
  stop(): Promise<void>;
}

/** How long a client waits for an answer before it asks again; ms. */
const patience = 5_000;
/** Deals that are worked on at a time. */
const underHand = 40;

const money = (minor: number) => ({ minor, currency: 'EUR' });

const opening = (opportunityId: string): readonly [string, object] => [
  '/v1/opportunities',
  { opportunityId, name: opportunityId, company: 'Acme', expectedAmount: money(1000), expectedSigningDate: '2030-01-01' },
];

/** Whatever may be asked of a deal: accepted at times, refused at others, without effect at others again. */
const anyOf = (at: string, { between, pick }: Dice): readonly [string, object] =>
  pick<readonly [string, object]>([
    [`${at}/forecast`, { probability: between(1, 90) }],
    [`${at}/forecast`, { amount: money(between(1, 3) * 1000) }],
    [`${at}/advance`, { to: `S${between(2, 7)}` }],
    [`${at}/regress`, { to: 'S1', reason: 'again' }],
    [`${at}/proposals`, { amount: money(between(1, 5000)) }],
    [`${at}/win`, {}],
  ]);

const send = async (url: string, token: string, { path, body, key }: Given, milliseconds: number): Promise<string | undefined> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
  const signal = AbortSignal.timeout(milliseconds);
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal });
  const text = await response.text();
  return response.status === 503 ? undefined : `${response.status} ${text}`;
};

export const salesLoad = ({ urls, token, clients = 8, seed = 1, restFor = 0 }: SalesLoadOptions): SalesLoad => {
  const history = commandHistory();
  const chance = dice(seed);
  const opened: string[] = [];
  let named = 0;
  let stopping = false;

  const attempt = async (given: Given): Promise<boolean> => {
    const at = urls();
    if (at.length === 0) return false;
    // Now and then a client hangs up at once, and never learns what came of it.
    const milliseconds = chance.chance(0.05) ? chance.between(1, 30) : patience;
    const answer = await send(chance.pick(at), token, given, milliseconds).catch(() => undefined);
    if (answer !== undefined) given.answers.add(answer);
    return answer !== undefined;
  };
  /** Whoever gets no answer asks again, under the same key, wherever. */
  const insist = async (given: Given): Promise<void> => {
    while (!(await attempt(given))) await pause(50);
  };

  const next = async (): Promise<Given> => {
    const latest = opened.slice(-underHand);
    if (latest.length === underHand && !chance.chance(0.05))
      return history.given(...anyOf(`/v1/opportunities/${chance.pick(latest)}`, chance));
    const id = `deal-${seed}-${(named += 1)}`;
    const given = history.given(...opening(id));
    await insist(given);
    opened.push(id);
    return given;
  };

  const client = async (): Promise<void> => {
    while (!stopping) {
      const given = await next();
      await insist(given);
      // Some ask again although they have their answer.
      if (chance.chance(0.1)) await Promise.all([insist(given), insist(given)]);
      if (restFor > 0) await pause(restFor);
    }
  };
  const working = Promise.all(Array.from({ length: clients }, client));

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping = true;
    await working;
    await Promise.all(history.acknowledged().slice(-50).map(insist));
  };
  return {
    history,
    more: (count) => {
      const before = history.acknowledged().length;
      return until(() => history.acknowledged().length >= before + count, 60_000);
    },
    stop: () => (stopped ??= stop()),
  };
};
