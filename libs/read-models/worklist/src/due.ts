import type { CalendarDate, Instant } from '#eventsourcing';
import { stageDueAt as dueByLimit, type CalendarContents, type ProcessContents } from '#rules';
import type { DatedFact } from './dated-facts.ts';
import type { DealWorkRow } from './deal-worklist.row.ts';

export const dueKinds = ['stageLimit', 'quoteValidity', 'proposal', 'commitment', 'collaboration'] as const;

/** Something that has to be done in time. */
export interface Due {
  readonly what: (typeof dueKinds)[number];
  /** Of the thing, where there are several of the kind. */
  readonly id: string | null;
  readonly dueAt: Instant;
}

export type DealLine = Omit<DealWorkRow, 'facts'>;

/**
 * When the stage that the deal is at is to be over: as was said when it came there, which is what the deadline fires by, whatever calendar is in force
 * since. Where nothing was said of an open deal, as of those that came there before times were set, it is reckoned; where a deal was won, lost or
 * abandoned, nothing is due, until it comes to another stage after the win, or is reopened.
 */
export const stageDueAt = (
  { status, stage, stageSince, stageDueAt: said }: DealLine,
  process: ProcessContents | undefined,
  calendar: CalendarContents,
): Instant | null => {
  const reckoned = status === 'open' && process ? dueByLimit(process, calendar, stage, stageSince) : undefined;
  return said ?? reckoned ?? null;
};

/** The last moment of a day, by UTC as all days of deals are reckoned. */
const endOf = (day: CalendarDate): Instant => `${day}T23:59:59.999Z`;

const dueOf = (fact: DatedFact): Due => ({ what: fact.what, id: fact.id, dueAt: 'on' in fact ? endOf(fact.on) : fact.at });

const isEarlier = (one: Due, other: Due): number => (one.dueAt < other.dueAt ? -1 : Number(one.dueAt > other.dueAt));

/**
 * What has to be done in time, the earliest first: the stage is to be left within its limit (L203: the process is watched); while the deal is open,
 * what was offered is to be accepted while it is good (L139), proposals to be submitted (L145), and what was promised to be kept (L10, L11).
 */
export const duesOf = (line: DealLine, process: ProcessContents | undefined, calendar: CalendarContents): readonly Due[] => {
  const stage = stageDueAt(line, process, calendar);
  const facts = line.status === 'open' ? line.datedFacts.map(dueOf) : [];
  return [...(stage === null ? [] : [{ what: 'stageLimit' as const, id: null, dueAt: stage }]), ...facts].toSorted(isEarlier);
};

export const isPast = (now: Instant, { dueAt: at }: Pick<Due, 'dueAt'>): boolean => at < now;
