import type { CalendarDate, Instant } from '#eventsourcing';
import type { CalendarContents } from './calendar.ts';
import { isWorkday, mustBeSpan, nextWorkday } from './workdays.ts';
import { instantAt, instantOf, timeOfDayMs, wallClockAt } from './zoned-time.ts';

const HOUR_MS = 3_600_000;

/** From when to when a workday is worked, as instants: on a day on which clocks are changed as long as it really is; ms. */
const openOn = ({ timeZone, hours }: CalendarContents, date: CalendarDate): readonly [number, number] => [
  instantAt(timeZone, { date, ms: timeOfDayMs(hours.from) }),
  instantAt(timeZone, { date, ms: timeOfDayMs(hours.to) }),
];

/** When so many hours have been worked; parts of hours to the millisecond. No hours at all are at once. Throws RangeError. */
export const addWorkingHours = (calendar: CalendarContents, from: Instant, hours: number): Instant => {
  mustBeSpan(hours);
  if (hours === 0) return from;
  let at = Date.parse(from);
  let left = Math.round(hours * HOUR_MS);
  const today = wallClockAt(calendar.timeZone, from).date;
  for (let date = isWorkday(calendar, today) ? today : nextWorkday(calendar, today); ; date = nextWorkday(calendar, date)) {
    const [opens, closes] = openOn(calendar, date);
    at = Math.max(at, opens);
    if (at + left <= closes) return instantOf(at + left);
    left -= Math.max(0, closes - at);
  }
};

/** So many hours later, whoever works then. Throws RangeError. */
export const addHours = (from: Instant, hours: number): Instant => {
  mustBeSpan(hours);
  return instantOf(Date.parse(from) + Math.round(hours * HOUR_MS));
};
