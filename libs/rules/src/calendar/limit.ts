import { Type } from '@sinclair/typebox';
import type { Instant } from '#eventsourcing';
import type { CalendarContents } from './calendar.ts';
import { addWorkdays, mustBeWholeDays } from './workdays.ts';
import { addHours, addWorkingHours } from './working-hours.ts';
import { instantAt, instantOf, plusDays, wallClockAt } from './zoned-time.ts';

/** How long something may take. `hours` and `days` run on nights and holidays too, `workingHours` and `workdays` as the calendar says. */
export type Limit =
  { readonly hours: number } | { readonly workingHours: number } | { readonly workdays: number } | { readonly days: number };

const amount = { exclusiveMinimum: 0, maximum: 100_000 };
const closed = { additionalProperties: false };

/** A limit as versioned data states it. */
export const limitSchema = Type.Unsafe<Limit>(
  Type.Union([
    Type.Object({ hours: Type.Number(amount) }, closed),
    Type.Object({ workingHours: Type.Number(amount) }, closed),
    Type.Object({ workdays: Type.Integer(amount) }, closed),
    Type.Object({ days: Type.Integer(amount) }, closed),
  ]),
);

/** So many days later by the calendar on the wall, at the same time of day, however long those days are. Throws RangeError. */
export const addDays = ({ timeZone }: Pick<CalendarContents, 'timeZone'>, from: Instant, days: number): Instant => {
  mustBeWholeDays(days);
  const { date, ms } = wallClockAt(timeZone, from);
  return days === 0 ? from : instantOf(instantAt(timeZone, { date: plusDays(date, days), ms }));
};

/** When what began then is due. Throws RangeError on a limit that {@link limitSchema} would not take. */
export const dueAt = (calendar: CalendarContents, from: Instant, limit: Limit): Instant => {
  if ('hours' in limit) return addHours(from, limit.hours);
  if ('workingHours' in limit) return addWorkingHours(calendar, from, limit.workingHours);
  if ('workdays' in limit) return addWorkdays(calendar, from, limit.workdays);
  return addDays(calendar, from, limit.days);
};
