import { dice, type Dice } from '../../apps/standalone/src/demo/dice.ts';
import { readModels } from '../../apps/common/src/read-models.ts';
import { appNames } from '../support/distributed.ts';
import type { LineName, LostAnswer, Step, StepKind } from './step.ts';

export interface Scheduled {
  /** After the step before it; ms. */
  readonly after: number;
  readonly step: Step;
}

/** How often each kind comes, of the sum of all. */
const weights: Readonly<Record<StepKind, number>> = {
  kill: 30,
  terminate: 5,
  halt: 6,
  double: 3,
  move: 3,
  'kill broker': 5,
  'stop broker': 2,
  'halt broker': 2,
  'kill database': 4,
  'restart event store': 4,
  cut: 6,
  shut: 3,
  delay: 4,
  swallow: 4,
  'lose answers': 6,
  rebuild: 4,
};

const answers: readonly LostAnswer[] = ['cutBeforeCommit', 'cutAfterCommit', 'timeoutAfterCommit', 'silentAfterCommit'];
const directions = ['to-server', 'to-client'] as const;
/** Shortest and longest pause between steps; ms. */
const pauses = [200, 4_000] as const;
/** Beyond a relay's lease, and beyond a broker's session. */
const lasting = [500, 5_000] as const;

const kindOf = ({ roll }: Dice): StepKind => {
  const kinds = Object.entries(weights) as [StepKind, number][];
  let left = roll() * kinds.reduce((sum, [, weight]) => sum + weight, 0);
  return (kinds.find(([, weight]) => (left -= weight) < 0) ?? kinds[0]!)[0];
};

const linesTo = (brokers: 1 | 3): readonly LineName[] => [
  'postgres',
  'event store',
  ...Array.from({ length: brokers }, (_, at) => `kafka-${at + 1}` as LineName),
];

/** Everything is drawn for every step, so that no kind shifts what comes after it. */
const stepOf = (chance: Dice, brokers: 1 | 3): Step => {
  const { pick, between } = chance;
  const kind = kindOf(chance);
  const [app, which, lasts] = [pick(appNames), between(0, 5), { for: between(...lasting) }];
  const [broker, line, direction, by] = [between(1, brokers), pick(linesTo(brokers)), pick(directions), between(20, 600)];
  const [answer, count, model] = [pick(answers), between(1, 3), pick(readModels).projection.name];
  const steps: Readonly<Record<StepKind, Step>> = {
    kill: { kind: 'kill', app, which },
    terminate: { kind: 'terminate', app, which },
    halt: { kind: 'halt', app, which, ...lasts },
    double: { kind: 'double', app, ...lasts },
    move: { kind: 'move', app },
    'kill broker': { kind: 'kill broker', broker, ...lasts },
    'stop broker': { kind: 'stop broker', broker, ...lasts },
    'halt broker': { kind: 'halt broker', broker, ...lasts },
    'kill database': { kind: 'kill database' },
    'restart event store': { kind: 'restart event store' },
    cut: { kind: 'cut', line },
    shut: { kind: 'shut', line, ...lasts },
    delay: { kind: 'delay', line, direction, by, ...lasts },
    swallow: { kind: 'swallow', line, direction, ...lasts },
    'lose answers': { kind: 'lose answers', answer, count },
    rebuild: { kind: 'rebuild', model },
  };
  return steps[kind];
};

/** What is done, without end: the same for the same seed and number of brokers. How far it comes depends on the machine. */
export function* scheduleOf(seed: number, brokers: 1 | 3): Generator<Scheduled, never> {
  const chance = dice(seed);
  for (;;) yield { after: chance.between(...pauses), step: stepOf(chance, brokers) };
}
