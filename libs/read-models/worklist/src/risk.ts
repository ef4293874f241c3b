import type { CalendarDate, Instant } from '#eventsourcing';
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

/** A risk, and since when it is one: when what began it happened, or the time that it had was over. */
export interface RiskSince<R extends string = Risk> {
  readonly risk: R;
  readonly since: Instant;
}

type Since = Instant | null | undefined;

const latest = (...instants: readonly Instant[]): Instant => instants.toSorted().at(-1)!;

/** What is over by now. */
const past = (at: Since, now: Instant): Since => (at != null && at < now ? at : undefined);

const dayAfter = (day: CalendarDate): Instant => new Date(Date.parse(`${day}T00:00:00.000Z`) + 86_400_000).toISOString();

/** The stage at which a deal is opened is there to find out who matters: before it is left, that they are not known is no risk. */
const beyondOpening = ({ line: { stage, turns }, process }: Observed, since: Since): Since => {
  if (process === undefined || since == null || !isEarlier(process, process.opensAt, stage)) return undefined;
  const left = turns.stages.find((each) => isEarlier(process, process.opensAt, each.stage));
  return left && latest(left.since, since);
};

/**
 * What makes an open deal a risk, and since when. The policy asks that risks of the pipeline be seen early (L186, L203) and names none: each is a
 * default, not policy.
 */
const risks: Readonly<Record<Risk, (deal: Observed) => Since>> = {
  /** Nothing has happened for as long as the process lets a deal rest. */
  stalled: ({ line, process, calendar, now }) => process && past(stallsAt(process, calendar, line.lastActivityAt), now),

  /** It has been at its stage for longer than the process gives it. */
  overdueStage: ({ line, process, calendar, now }) => past(stageDueAt(line, process, calendar), now),

  /** The day is over on which it was expected to be signed. */
  signingDatePassed: ({ line: { forecast, turns }, now }) =>
    dayOf(now) > forecast.signingDate ? latest(dayAfter(forecast.signingDate), turns.signingDate) : undefined,

  /** It is thought less likely than it was before, at this stage. */
  probabilityFell: ({ line: { turns } }) => turns.lessLikely,

  /** Nobody is known at the customer’s who decides, or holds the budget. */
  noDecisionMaker: (deal) => beyondOpening(deal, deal.line.turns.withoutDecisionMaker),

  /** It hangs on one person at the customer’s, or on nobody who is known. */
  singleThreaded: (deal) => beyondOpening(deal, deal.line.turns.withoutSecond),
};

/** Why an open deal is at risk, and since when, as far back as it is open; nothing for one that is not, or is open no more. */
export const risksOf = (deal: Observed): readonly RiskSince[] =>
  deal.line.status !== 'open'
    ? []
    : riskCodes.flatMap((risk) => {
        const since = risks[risk](deal);
        return since == null ? [] : [{ risk, since: latest(since, deal.line.turns.open) }];
      });
