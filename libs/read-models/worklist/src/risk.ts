import type { Instant } from '#eventsourcing';
import { dueAt, endOfDay, type CalendarContents, type ProcessContents } from '#rules';
import { stageDueAt, type DealLine } from './due.ts';

export interface Observed {
  readonly line: DealLine;
  readonly process: ProcessContents | undefined;
  readonly calendar: CalendarContents;
  readonly now: Instant;
}

export const riskCodes = ['stalled', 'overdueStage', 'signingDatePassed', 'probabilityFell'] as const;
export type Risk = (typeof riskCodes)[number];

/** What makes an open deal a risk. The policy asks that risks of the pipeline be seen early (L186, L203) and names none: each is a default, not policy. */
const risks: Readonly<Record<Risk, (deal: Observed) => boolean>> = {
  /** Nothing has happened for as long as the process lets a deal rest. */
  stalled: ({ line, process, calendar, now }) =>
    process?.stalledAfter !== undefined && dueAt(calendar, line.lastActivityAt, process.stalledAfter) < now,

  /** It has been at its stage for longer than the process gives it. */
  overdueStage: ({ line, process, calendar, now }) => (stageDueAt(line, process, calendar) ?? now) < now,

  /** The day is over on which it was expected to be signed. */
  signingDatePassed: ({ line: { forecast }, calendar, now }) => endOfDay(calendar, forecast.signingDate) <= now,

  /** It is thought less likely than it was before, at this stage. */
  probabilityFell: ({ line: { forecast, probabilityPeak } }) => forecast.probability < probabilityPeak,
};

/** Why an open deal is at risk; nothing for one that is not, or is open no more. */
export const risksOf = (deal: Observed): readonly Risk[] =>
  deal.line.status === 'open' ? riskCodes.filter((code) => risks[code](deal)) : [];
