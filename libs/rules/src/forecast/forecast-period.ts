import type { CalendarDate, Instant } from '#eventsourcing';
import type { ForecastDue, forecastPeriods } from '#event-contracts';
import { defaultCalendar } from '../calendar/default-calendar.ts';
import { instantAt, instantOf, plusDays, wallClockAt, weekdayOf } from '../calendar/zoned-time.ts';

/** How often what is expected of a deal is confirmed (L186). */
export type ForecastPeriod = (typeof forecastPeriods)[number];
export type NextForecast = ForecastDue[number];

const { timeZone } = defaultCalendar;

const firstOfMonth = (date: CalendarDate): CalendarDate => `${date.slice(0, 7)}-01`;

const firstDay: Readonly<Record<ForecastPeriod, (date: CalendarDate) => CalendarDate>> = {
  week: (date) => plusDays(date, 1 - weekdayOf(date)),
  month: firstOfMonth,
};

/** The first day after the period that begins on this one. */
const dayAfter: Readonly<Record<ForecastPeriod, (first: CalendarDate) => CalendarDate>> = {
  week: (monday) => plusDays(monday, 7),
  month: (first) => firstOfMonth(plusDays(first, 31)),
};

/** ISO 8601: a week belongs to the year that has its Thursday, and is the first one that has a Thursday in January. */
const weekName = (monday: CalendarDate): string => {
  const thursday = plusDays(monday, 3);
  const days = (Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000;
  return `${thursday.slice(0, 4)}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
};

const nameOf: Readonly<Record<ForecastPeriod, (first: CalendarDate) => string>> = { week: weekName, month: (first) => first.slice(0, 7) };

/** The week or month in which an instant lies, by the calendar’s time zone: `2026-W05`, `2026-02`. */
export const forecastPeriodAt = (period: ForecastPeriod, at: Instant): string =>
  nameOf[period](firstDay[period](wallClockAt(timeZone, at).date));

const dueFor = (period: ForecastPeriod, first: CalendarDate): NextForecast => ({
  period,
  of: nameOf[period](first),
  dueAt: instantOf(instantAt(timeZone, { date: dayAfter[period](first), ms: 0 }) - 1),
});

/** The period after the one in which an instant lies, to be confirmed by the last millisecond of it. */
export const nextForecastAfter = (period: ForecastPeriod, at: Instant): NextForecast =>
  dueFor(period, dayAfter[period](firstDay[period](wallClockAt(timeZone, at).date)));
