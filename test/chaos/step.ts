import type { AppName } from '../support/distributed.ts';
import type { AppendFault } from '../support/eventstoredb/faults.ts';
import type { Direction } from '../support/tcp-proxy.ts';

/** What apps talk over: `kafka-2` is the line to the second broker. */
export type LineName = 'postgres' | 'event store' | 'kafka-1' | 'kafka-2' | 'kafka-3';

/** Answers of the event store that are lost; the event is written or not. */
export type LostAnswer = Extract<AppendFault['kind'], 'cutBeforeCommit' | 'cutAfterCommit' | 'timeoutAfterCommit' | 'silentAfterCommit'>;

/** One thing that is done. `which`: of the app's processes, counted round. `for`: until it is undone, in ms. */
export type Step =
  | { readonly kind: 'kill' | 'terminate'; readonly app: AppName; readonly which: number }
  | { readonly kind: 'halt'; readonly app: AppName; readonly which: number; readonly for: number }
  /** Another process of the app for a time; or in place of the oldest one, for good. */
  | { readonly kind: 'double'; readonly app: AppName; readonly for: number }
  | { readonly kind: 'move'; readonly app: AppName }
  | { readonly kind: 'kill broker' | 'stop broker' | 'halt broker'; readonly broker: number; readonly for: number }
  | { readonly kind: 'kill database' | 'restart event store' }
  | { readonly kind: 'cut'; readonly line: LineName }
  | { readonly kind: 'shut'; readonly line: LineName; readonly for: number }
  | { readonly kind: 'delay'; readonly line: LineName; readonly direction: Direction; readonly by: number; readonly for: number }
  | { readonly kind: 'swallow'; readonly line: LineName; readonly direction: Direction; readonly for: number }
  | { readonly kind: 'lose answers'; readonly answer: LostAnswer; readonly count: number }
  | { readonly kind: 'rebuild'; readonly model: string };

export type StepKind = Step['kind'];

/** Those that end a process without warning. */
export const isKill = ({ kind }: Step): boolean => kind === 'kill' || kind === 'kill broker' || kind === 'kill database';

/** In words; the parts in their order, so that no kind needs words of its own. */
export const describeStep = ({ kind, ...parts }: Step): string =>
  [kind, ...Object.entries(parts).map(([name, value]) => (name === 'for' || name === 'by' ? `${name} ${value} ms` : `${value}`))].join(' ');

/** Steps of one victim wait for each other; those of different ones may come together. */
export const victimOf = (step: Step): string => {
  if ('app' in step) return step.app;
  if ('line' in step) return `line to ${step.line}`;
  if ('broker' in step) return 'kafka';
  return step.kind === 'restart event store' || step.kind === 'lose answers' ? 'event store' : step.kind;
};
