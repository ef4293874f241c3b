import type { CalendarDate, Instant } from '#eventsourcing';
import type { CalendarContents } from './calendar.ts';
import { instantAt, instantOf, plusDays, timeOfDayMs, wallClockAt, weekdayOf, type WallClock } from './zoned-time.ts';

interface Days {
  readonly off: ReadonlySet<CalendarDate>;
  readonly on: ReadonlySet<CalendarDate>;
  readonly week: ReadonlySet<number>;
}

const known = new WeakMap<CalendarContents, Days>();

/** Contents never change, so they are looked through once. */
const daysOf = (calendar: CalendarContents): Days => {
  const found = known.get(calendar);
  if (found) return found;
  const { holidays, extraWorkdays, workdays } = calendar;
  const dates = (listed: CalendarContents['holidays']) => new Set(listed.map(({ date }) => date));
  const days = { off: dates(holidays), on: dates(extraWorkdays), week: new Set<number>(workdays) };
  known.set(calendar, days);
  return days;
};

/** Whether the date is worked: what is listed by name comes before what the week says. */
export const isWorkday = (calendar: CalendarContents, date: CalendarDate): boolean => {
  const { off, on, week } = daysOf(calendar);
  return on.has(date) || (week.has(weekdayOf(date)) && !off.has(date));
};

/** Whether all holidays between two instants are known. Where they are not, a day counts by the week and by what is listed all the same. */
export const holidaysKnown = ({ timeZone, coveredYears }: CalendarContents, from: Instant, to: Instant): boolean => {
  const [first, last] = [from, to].map((instant) => Number(wallClockAt(timeZone, instant).date.slice(0, 4))) as [number, number];
  for (let year = first; year <= last; year += 1) if (!coveredYears.includes(year)) return false;
  return true;
};

/** The first workday after this date, or before it with a `step` of -1. Throws RangeError when there is none within some years. */
export const nextWorkday = (calendar: CalendarContents, date: CalendarDate, step: 1 | -1 = 1): CalendarDate => {
  let day = plusDays(date, step);
  for (let looked = 0; looked < 5500; looked += 1) {
    if (isWorkday(calendar, day)) return day;
    day = plusDays(day, step);
  }
  throw new RangeError(`the calendar ${calendar.id} has no workday near ${date}`);
};

/** Far beyond any deadline; more is a mistake. */
const LONGEST = 100_000;

/** Throws RangeError on what is no span of time forward. */
export const mustBeSpan = (amount: number): void => {
  if (!(amount >= 0 && amount <= LONGEST)) throw new RangeError(`${amount} is no span from 0 to ${LONGEST}`);
};

/** Throws RangeError on parts of days too. */
export const mustBeWholeDays = (days: number): void => {
  mustBeSpan(days);
  if (!Number.isInteger(days)) throw new RangeError(`${days} is no number of whole days`);
};

/** When within working time something counts as begun: before opening, at opening; after closing and on a day off, at the last closing. */
const begunAt = (calendar: CalendarContents, { date, ms }: WallClock): WallClock => {
  const [opens, closes] = [timeOfDayMs(calendar.hours.from), timeOfDayMs(calendar.hours.to)];
  if (!isWorkday(calendar, date)) return { date: nextWorkday(calendar, date, -1), ms: closes };
  return { date, ms: Math.min(Math.max(ms, opens), closes) };
};

/**
 * So many workdays later, at the same time of day within the hours: of what begins on Friday after closing or on Saturday, one workday ends
 * on Monday at closing. The day of the beginning does not count; no workday at all is at once. Throws RangeError.
 */
export const addWorkdays = (calendar: CalendarContents, from: Instant, days: number): Instant => {
  mustBeWholeDays(days);
  if (days === 0) return from;
  const begun = begunAt(calendar, wallClockAt(calendar.timeZone, from));
  let { date } = begun;
  for (let left = days; left > 0; left -= 1) date = nextWorkday(calendar, date);
  return instantOf(instantAt(calendar.timeZone, { date, ms: begun.ms }));
};
