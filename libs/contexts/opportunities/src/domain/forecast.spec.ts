import fc from 'fast-check';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { defineProcess, salesProc003v1 } from '#rules';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import type { ConfirmForecast, NoteForecastMissed } from './forecast.ts';

const { given } = specification(deal);

/** Asks for both rhythms. */
const definition = defineProcess({ ...salesProc003v1, forecastEvery: ['week', 'month'] });
const forecast: Forecast = { amount: { minor: 1_000, currency: 'EUR' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' };
const next = { period: 'week', of: '2026-W24', dueAt: '2026-06-14T15:59:59.999Z' } as const;
const nextMonth = { period: 'month', of: '2026-07', dueAt: '2026-07-31T15:59:59.999Z' } as const;

const confirm = (more: Partial<ConfirmForecast['data']> = {}, known: AskedOfDeal['known'] = { definition }): AskedOfDeal => ({
  type: 'ConfirmForecast',
  data: { opportunityId, period: 'week', ...more },
  known,
});
const confirmed = (more: object = {}): OpportunityEvent => ({
  type: 'OpportunityForecastConfirmed',
  data: { opportunityId, period: 'week', of: '2026-W23', forecast, revised: false, next: [next], ...more },
});
const missed = (more: object = {}): OpportunityEvent => ({
  type: 'ForecastSubmissionMissed',
  data: { opportunityId, ownerId: 'rep1', period: 'week', of: '2026-W23', dueAt: '2026-06-07T15:59:59.999Z', next: [next], ...more },
});
const miss = (more: Partial<NoteForecastMissed['data']> = {}): AskedOfDeal => ({
  type: 'NoteForecastMissed',
  data: { opportunityId, period: 'week', of: '2026-W23', dueAt: '2026-06-07T15:59:59.999Z', ...more },
  known: { definition },
});

describe('confirming a forecast (L186)', () => {
  it('says for which week, and when the next one is due', () => given(opened).when(confirm()).then(confirmed()));
  it('says for which month', () =>
    given(opened)
      .when(confirm({ period: 'month' }))
      .then(confirmed({ period: 'month', of: '2026-06', next: [nextMonth] })));
  it('revises it on that occasion', () => {
    const to = { ...forecast, probability: 30 };
    given(opened)
      .when(confirm({ probability: 30, reason: 'the demo went well' }))
      .then(
        { type: 'ForecastRevised', data: { opportunityId, from: forecast, to, reason: 'the demo went well' } },
        confirmed({ forecast: to, revised: true }),
      );
  });
  it('belongs to the week in which it happened, however late it is recorded', () =>
    expect(given(opened).when(confirm({}, { definition, at: '2026-05-31T15:59:59.999Z' })).decision).toMatchObject({
      events: [{ data: { of: '2026-W22' } }],
    }));
  it('sets nothing due where the process does not ask for it', () => {
    const { next: _none, ...data } = confirmed().data as Extract<OpportunityEvent, { type: 'OpportunityForecastConfirmed' }>['data'];
    given(opened).when(confirm({}, {})).then({ type: 'OpportunityForecastConfirmed', data });
  });
  it('does nothing when it is confirmed just so', () => given(opened, confirmed()).when(confirm()).thenNothing());
  it('may be confirmed anew, otherwise, in the same week', () =>
    given(opened, confirmed())
      .when(confirm({ category: 'commit' }))
      .thenTypes('ForecastRevised', 'OpportunityForecastConfirmed'));
});

describe('a forecast that was not confirmed (L186)', () => {
  it('is missed by whoever owns the deal', () => given(opened).when(miss()).then(missed()));
  it('is not missed when it was confirmed in its week', () => given(opened, confirmed()).when(miss()).thenNothing());
  it('is missed when another week was confirmed', () =>
    given(opened, confirmed({ of: '2026-W22' }))
      .when(miss())
      .then(missed()));
  it('is missed once', () => given(opened, missed()).when(miss()).thenNothing());
  it('is of the week that ends then', () =>
    given(opened)
      .when(miss({ of: '2026-W22' }))
      .thenRefused('PeriodNotSo'));
});

describe('a deal under a process that asks for confirmation (L186)', () => {
  it('is told from the beginning when the first is due', () =>
    expect(given().when({ ...opening, known: { definition } }).decision).toMatchObject({
      events: [{ type: 'OpportunityOpened', data: { forecastDue: [next, nextMonth] } }],
    }));
  it('is opened just so once', () => {
    const data = { ...opened.data, forecastDue: [next] } as Extract<OpportunityEvent, { type: 'OpportunityOpened' }>['data'];
    given({ type: 'OpportunityOpened', data })
      .when({ ...opening, known: { definition, at: '2026-06-20T08:00:00.000Z' } })
      .thenNothing();
  });
});

describe('any confirmations', () => {
  const at = fc.constantFrom('2026-05-29T08:00:00.000Z', '2026-06-01T08:00:00.000Z');
  const moves = fc
    .oneof<fc.Arbitrary<AskedOfDeal>[]>(
      fc.constant(opening),
      fc
        .tuple(fc.constantFrom('week', 'month'), fc.constantFrom(undefined, 10, 20), at)
        .map(([period, probability, when]) => confirm({ period, probability }, { definition, at: when })),
      fc.constantFrom('2026-W22', '2026-W23').map((of) => miss({ of })),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'ForecastRevised', 'OpportunityForecastConfirmed', 'ForecastSubmissionMissed'],
      ...['OpportunityUnknown', 'PeriodNotSo'],
    ],
  });
});
