import { accept, refuse, type Command } from '#eventsourcing';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { forecastPeriodAt, nextForecastAfter, present, same, type ForecastPeriod, type NextForecast, type ProcessDefinition } from '#rules';
import type { Instant } from '#eventsourcing';
import type { Chapter, Known } from './chapter.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';

type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** L186. What is left out stays as it is; `probability` is percent, 0 to 100. */
export type ReviseForecast = Command<
  'ReviseForecast',
  { readonly opportunityId: string; readonly reason?: string | undefined } & Maybe<Forecast>
>;
/** L186: for the week or month in which it happens; as it stands, or as it is changed on that occasion. */
export type ConfirmForecast = Command<
  'ConfirmForecast',
  { readonly opportunityId: string; readonly period: ForecastPeriod; readonly reason?: string | undefined } & Maybe<Forecast>
>;
/** L186: given at the end of a week or month, by the program itself. */
export type NoteForecastMissed = Command<
  'NoteForecastMissed',
  Pick<Data<'ForecastSubmissionMissed'>, 'opportunityId' | 'period' | 'of' | 'dueAt'>
>;

export type ForecastCommand = ReviseForecast | ConfirmForecast | NoteForecastMissed;

/** The next confirmations that a deal’s process asks for, counted from when its forecast was stated; nothing where it asks for none. */
export const forecastDueFrom = ({ forecastEvery = [] }: ProcessDefinition, at: Instant): { readonly forecastDue?: NextForecast[] } =>
  forecastEvery.length === 0 ? {} : { forecastDue: forecastEvery.map((period) => nextForecastAfter(period, at)) };

/** The next one of this rhythm, where the process has it. */
const nextOf = ({ forecastEvery = [] }: ProcessDefinition, period: ForecastPeriod, at: Instant): { readonly next?: NextForecast[] } =>
  forecastEvery.includes(period) ? { next: [nextForecastAfter(period, at)] } : {};

const revisedBy = ({ amount, signingDate, probability, category }: Maybe<Forecast>, from: Forecast): Forecast => ({
  ...from,
  ...present({ amount, signingDate, probability, category }),
});

const revise = (given: ReviseForecast['data'], { facts: { forecast: from } }: OpenDeal): Outcome => {
  const { opportunityId, reason } = given;
  const to = revisedBy(given, from);
  return same(from, to) ? accept() : accept({ type: 'ForecastRevised', data: { opportunityId, from, to, ...present({ reason }) } });
};

const confirm = (given: ConfirmForecast['data'], { facts }: OpenDeal, { definition, at }: Known): Outcome => {
  const { opportunityId, period, reason } = given;
  const from = facts.forecast;
  const forecast = revisedBy(given, from);
  const of = forecastPeriodAt(period, at);
  const revised = !same(from, forecast);
  const earlier = facts.forecastConfirmations[of]?.data;
  if (!revised && earlier && same(earlier.forecast, forecast)) return accept();
  const confirmed = { opportunityId, period, of, forecast, revised, ...nextOf(definition, period, at) };
  const confirmation = { type: 'OpportunityForecastConfirmed', data: confirmed } as const;
  if (!revised) return accept(confirmation);
  return accept<OpportunityEvent>(
    { type: 'ForecastRevised', data: { opportunityId, from, to: forecast, ...present({ reason }) } },
    confirmation,
  );
};

/** A confirmation for the period happened within it; whoever owns the deal then is told to have missed it. */
const noteMissed = (given: NoteForecastMissed['data'], { facts }: OpenDeal, { definition }: Known): Outcome => {
  const { opportunityId, period, of, dueAt } = given;
  if (forecastPeriodAt(period, dueAt) !== of) return refuse('PeriodNotSo', { period, of, dueAt }, ['name the period that is over then']);
  // Nor is it missed under a process that asks for this rhythm no longer, to which the deal was moved meanwhile.
  const asked = facts.migratedBy === undefined || definition.forecastEvery?.includes(period) === true;
  if (!asked || facts.forecastConfirmations[of] || facts.forecastsMissed[of]) return accept();
  const missed = { opportunityId, ownerId: facts.ownerId, period, of, dueAt, ...nextOf(definition, period, dueAt) };
  return accept({ type: 'ForecastSubmissionMissed', data: missed });
};

/** What is expected of a deal, and that it is confirmed every week and month (L144, L186). */
export const forecasting: Chapter<ForecastCommand> = { ReviseForecast: revise, ConfirmForecast: confirm, NoteForecastMissed: noteMissed };
