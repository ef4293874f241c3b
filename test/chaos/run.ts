import { setTimeout as pause } from 'node:timers/promises';
import { watchCheckpoints } from '../support/checkpoint-watch.ts';
import { provingGround, type ProvingGround } from '../support/proving-ground.ts';
import type { SalesLoad } from '../support/sales-load.ts';
import { until } from '../support/until.ts';
import { befall } from './befall.ts';
import { scheduleOf } from './schedule.ts';
import { describeStep, isKill, victimOf, type Step } from './step.ts';

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Ends after so many kills, if the time is not over before. */
  readonly kills: number;
  readonly brokers: 1 | 3;
  readonly log: (line: string) => void;
  /** Ends at once. */
  readonly signal: AbortSignal;
}

export interface ChaosReport {
  /** How often each kind of step was taken. */
  readonly counts: ReadonlyMap<string, number>;
  readonly kills: number;
  readonly commands: number;
  readonly events: number;
  readonly records: number;
  /** Nothing when it was interrupted, and so not looked at. */
  readonly findings: readonly string[] | undefined;
}

/** What was found when everything had come to rest. */
interface Judgement extends Pick<ChaosReport, 'events' | 'records'> {
  readonly findings: readonly string[];
}

const fleet = { relay: 2, 'command-api': 2, projector: 2, 'query-api': 1 } as const;
/** Faults at a time; more of them only wait for each other. */
const atOnce = 4;
const progressEvery = 20_000;
/** For everything to come to rest at the end, on a busy machine; ms. */
const restWithin = 300_000;

interface Done {
  readonly counts: Map<string, number>;
  readonly findings: string[];
  kills: number;
}

/** Takes steps until the time is over; resolves when each has been undone. */
const takeSteps = async (
  ground: ProvingGround,
  { minutes, seed, kills, brokers, log, signal }: ChaosOptions,
  done: Done,
): Promise<void> => {
  const deadline = performance.now() + minutes * 60_000;
  const lanes = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  const take = async (step: Step): Promise<void> => {
    log(describeStep(step));
    done.counts.set(step.kind, (done.counts.get(step.kind) ?? 0) + 1);
    if (isKill(step)) done.kills += 1;
    await befall(ground, step).catch((error: unknown) => done.findings.push(`${describeStep(step)}: ${String(error)}`));
  };
  for (const { after, step } of scheduleOf(seed, brokers)) {
    await pause(after, undefined, { signal }).catch(() => undefined);
    if (underWay.size >= atOnce) await Promise.race(underWay);
    if (signal.aborted || performance.now() > deadline || done.kills >= kills) break;
    const victim = victimOf(step);
    const taken = (lanes.get(victim) ?? Promise.resolve()).then(() => take(step));
    lanes.set(victim, taken);
    underWay.add(taken);
    void taken.then(() => underWay.delete(taken));
  }
  if (!signal.aborted) await Promise.all(underWay);
};

const notReady = async ({ fleet: running }: ProvingGround): Promise<readonly string[]> => {
  const told = running.members().map(async (member) => {
    const answer = await fetch(`${member.url()}/health/ready`).catch((error: unknown) => error as Error);
    if (answer instanceof Error) return `${member.name} does not answer: ${String(answer)}`;
    return answer.ok ? undefined : `${member.name} is not ready: ${await answer.text()}`;
  });
  return (await Promise.all(told)).filter((line) => line !== undefined);
};

/** Lets everything come to rest, and looks at what was left behind. */
const judge = async (ground: ProvingGround, load: SalesLoad, { log }: ChaosOptions): Promise<Judgement> => {
  log('no more faults: it comes to rest');
  await Promise.all(ground.fleet.members().map((member) => member.up()));
  await load.stop();
  try {
    const history = await ground.history(load, restWithin);
    log('it has come to rest; what was left behind is checked');
    await until(async () => (await notReady(ground)).length === 0, restWithin);
    const records = [...history.topics.values()].reduce((sum, { length }) => sum + length, 0);
    return { events: history.ledger.length, records, findings: [...ground.judge(history), ...(await notReady(ground))] };
  } catch (error) {
    return { events: 0, records: 0, findings: [String(error), ...ground.fleet.faults, ...(await notReady(ground))] };
  }
};

const tellProgress = (load: SalesLoad, { log }: ChaosOptions, done: Done): (() => void) => {
  const timer = setInterval(
    () => log(`${load.history.acknowledged().length} commands answered, ${done.kills} kills so far`),
    progressEvery,
  );
  return () => clearInterval(timer);
};

const runOn = async (ground: ProvingGround, options: ChaosOptions): Promise<ChaosReport> => {
  const done: Done = { counts: new Map(), findings: [], kills: 0 };
  await ground.launch(fleet);
  const load = await ground.load({ seed: options.seed, clients: 6, restFor: 50 });
  options.log('commands are given');
  const watch = watchCheckpoints(ground.postgres.connectionString);
  const quiet = tellProgress(load, options, done);
  await takeSteps(ground, options, done);
  quiet();
  const judged = options.signal.aborted ? undefined : await judge(ground, load, options);
  await watch.stop();
  const findings = judged && [...done.findings, ...watch.findings, ...judged.findings];
  const { events = 0, records = 0 } = judged ?? {};
  return { ...done, events, records, commands: load.history.acknowledged().length, findings };
};

/** Hurts a distributed profile of its own for a while, at random, and looks whether anything was lost, skipped or doubled. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  options.log(`servers are started: Postgres, event store, ${options.brokers} broker(s) of Kafka`);
  const ground = await provingGround({ brokers: options.brokers, environment: { LEASE_SECONDS: '1' } });
  try {
    return await runOn(ground, options);
  } finally {
    await ground.stop();
  }
};
