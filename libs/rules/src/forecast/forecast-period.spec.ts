import fc from 'fast-check';
import { forecastPeriodAt, nextForecastAfter } from './forecast-period.ts';

describe('the week or month of an instant (L186)', () => {
  it.each([
    ['2026-01-01T00:00:00.000Z', '2026-W01', '2026-01'],
    ['2025-12-28T15:59:59.999Z', '2025-W52', '2025-12'],
    ['2025-12-28T16:00:00.000Z', '2026-W01', '2025-12'],
    ['2026-12-31T08:00:00.000Z', '2026-W53', '2026-12'],
    ['2027-01-03T15:59:59.999Z', '2026-W53', '2027-01'],
    ['2027-01-03T16:00:00.000Z', '2027-W01', '2027-01'],
    ['2026-01-31T16:00:00.000Z', '2026-W05', '2026-02'],
  ])('%s is in %s and in %s, by the clocks of the calendar', (at, week, month) => {
    expect(forecastPeriodAt('week', at)).toBe(week);
    expect(forecastPeriodAt('month', at)).toBe(month);
  });
});

describe('the next confirmation', () => {
  it.each([
    ['week', '2026-06-01T08:00:00.000Z', '2026-W24', '2026-06-14T15:59:59.999Z'],
    ['week', '2026-12-21T08:00:00.000Z', '2026-W53', '2027-01-03T15:59:59.999Z'],
    ['month', '2026-01-31T08:00:00.000Z', '2026-02', '2026-02-28T15:59:59.999Z'],
    ['month', '2026-12-31T15:59:59.999Z', '2027-01', '2027-01-31T15:59:59.999Z'],
  ] as const)('of every %s after %s is that of %s, due %s', (period, at, of, dueAt) =>
    expect(nextForecastAfter(period, at)).toEqual({ period, of, dueAt }),
  );

  it('is due in its own period, at the very end of it, and after the one before', () => {
    const instant = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') }).map((ms) => new Date(ms).toISOString());
    fc.assert(
      fc.property(fc.constantFrom('week', 'month'), instant, (period, at) => {
        const { of, dueAt } = nextForecastAfter(period, at);
        const after = new Date(Date.parse(dueAt) + 1).toISOString();
        expect(forecastPeriodAt(period, dueAt)).toBe(of);
        expect(of > forecastPeriodAt(period, at)).toBe(true);
        expect(forecastPeriodAt(period, after)).toBe(nextForecastAfter(period, dueAt).of);
      }),
    );
  });
});
