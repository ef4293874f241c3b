import type { DeadlineStatus, ProcessStatus, ProjectionStatus } from '#projections';
import type { Metrics } from './metrics.ts';
import { gauges, scraped, type Figure, type Labels } from './scraped.ts';

interface Lagging {
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly state: string;
}

/** One series for each state, of which one is 1: a state can be counted and waited for. */
const oneOf = (states: readonly string[], present: string, labels: Labels): (readonly [Labels, number])[] =>
  states.map((state) => [{ ...labels, state }, Number(state === present)]);

const lagFigures = <T extends Lagging>(
  kind: 'projection' | 'process',
  states: readonly T['state'][],
  labels: readonly string[],
  labelsOf: (status: T) => Labels,
): Figure<readonly T[]>[] => [
  {
    name: `dealtrail_${kind}_lag_events`,
    help: `Events that a ${kind} has yet to take in, those of parked cases included.`,
    labels,
    values: (all) => all.map((status) => [labelsOf(status), status.lagEvents]),
  },
  {
    name: `dealtrail_${kind}_lag_seconds`,
    help: 'Age of the oldest of them, from its recording; 0 when there is none.',
    labels,
    values: (all) => all.map((status) => [labelsOf(status), status.lagSeconds]),
  },
  {
    name: `dealtrail_${kind}_state`,
    help: `1 for the state that it is in: ${states.join(', ')}.`,
    labels: [...labels, 'state'],
    values: (all) => all.flatMap((status) => oneOf(states, status.state, labelsOf(status))),
  },
];

const buildLabels = ['projection', 'version', 'build', 'live'];

const buildOf = ({ projection, version, build, live }: ProjectionStatus): Labels => ({
  projection,
  version: String(version),
  build: String(build),
  live: String(live),
});

/** Every build of every read model, as the database has it: any process that asks sees the same, so alerts take the maximum. */
export const projectionMetrics = (metrics: Metrics, status: () => Promise<readonly ProjectionStatus[]>): void =>
  gauges(metrics, scraped(metrics, 'projections', status), [
    ...lagFigures<ProjectionStatus>('projection', ['running', 'paused', 'filling', 'halted'], buildLabels, buildOf),
    {
      name: 'dealtrail_projection_parked_cases',
      help: 'Cases that it cannot follow until an operator has looked at them.',
      labels: buildLabels,
      values: (all) => all.map((one) => [buildOf(one), one.parkedCases]),
    },
  ]);

/** Every process manager of this program. */
export const processMetrics = (metrics: Metrics, status: () => Promise<readonly ProcessStatus[]>): void =>
  gauges(
    metrics,
    scraped(metrics, 'processes', status),
    lagFigures<ProcessStatus>('process', ['running', 'retrying', 'halted'], ['process'], ({ name }) => ({ process: name })),
  );

/** Deadlines: how many wait, as the database has it. What became of their commands is counted with all commands. */
export const deadlineMetrics = (metrics: Metrics, status: () => Promise<readonly DeadlineStatus[]>): void =>
  gauges(metrics, scraped(metrics, 'deadlines', status), [
    {
      name: 'dealtrail_deadlines_pending',
      help: 'Deadlines that wait for their time, for what ends them, or for the answer to their command.',
      values: (all) => all.map(({ pending }) => [{}, pending]),
    },
    {
      name: 'dealtrail_deadlines_overdue',
      help: 'Those of them whose time has come, and whose command has no answer that the rows show.',
      values: (all) => all.map(({ overdue }) => [{}, overdue]),
    },
    {
      name: 'dealtrail_deadlines_fired',
      help: 'Commands of deadlines that this process has had answered since it began to lead, repetitions included.',
      values: (all) => all.map(({ fired }) => [{}, fired]),
    },
    {
      name: 'dealtrail_deadlines_state',
      help: '1 for the state that it is in: running, retrying.',
      labels: ['state'],
      values: (all) => all.flatMap(({ state }) => oneOf(['running', 'retrying'], state, {})),
    },
  ]);
