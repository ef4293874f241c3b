import type { Instant } from '#eventsourcing';
import { dayOf, isEarlier, stallsAt, type CalendarContents, type ProcessContents } from '#rules';
import { stageDueAt, type DealLine } from './due.ts';

export interface Observed {
  readonly line: DealLine;
  readonly process: ProcessContents | undefined;
  readonly calendar: CalendarContents;
  readonly now: Instant;
}

export const riskCodes = [
  ...(['stalled', 'overdueStage', 'signingDatePassed', 'probabilityFell', 'noDecisionMaker', 'singleThreaded'] as const),
] as const;
export type Risk = (typeof riskCodes)[number];

/** The stage at which a deal is opened is there to find out who matters: before it is left, that they are not known is no risk. */
const isBeyondOpening = ({ line: { stage }, process }: Observed): boolean =>
  process !== undefined && isEarlier(process, process.opensAt, stage);

/** What makes an open deal a risk. The policy asks that risks of the pipeline be seen early (L186, L203) and names none: each is a default, not policy. */
const risks: Readonly<Record<Risk, (deal: Observed) => boolean>> = {
  /** Nothing has happened for as long as the process lets a deal rest. */
  stalled: ({ line, process, calendar, now }) => process !== undefined && (stallsAt(process, calendar, line.lastActivityAt) ?? now) < now,

  /** It has been at its stage for longer than the process gives it. */
  overdueStage: ({ line, process, calendar, now }) => (stageDueAt(line, process, calendar) ?? now) < now,

  /** The day is over on which it was expected to be signed. */
  signingDatePassed: ({ line: { forecast }, now }) => dayOf(now) > forecast.signingDate,

  /** It is thought less likely than it was before, at this stage. */
  probabilityFell: ({ line: { forecast, probabilityPeak } }) => forecast.probability < probabilityPeak,

  /** Nobody is known at the customer’s who decides, or holds the budget. */
  noDecisionMaker: (deal) => isBeyondOpening(deal) && !deal.line.decisionMakerKnown,

  /** It hangs on one person at the customer’s, or on nobody who is known. */
  singleThreaded: (deal) => isBeyondOpening(deal) && deal.line.stakeholders < 2,
};

/** Why an open deal is at risk; nothing for one that is not, or is open no more. */
export const risksOf = (deal: Observed): readonly Risk[] =>
  deal.line.status === 'open' ? riskCodes.filter((code) => risks[code](deal)) : [];
