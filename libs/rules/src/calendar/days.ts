import type { CalendarDate, Instant } from '#eventsourcing';
import type { CalendarContents } from './calendar.ts';
import { instantAt, instantOf, plusDays } from './zoned-time.ts';

/** When a day is over by the clocks of the calendar's time zone: what is good until a date is good until then. */
export const endOfDay = ({ timeZone }: Pick<CalendarContents, 'timeZone'>, date: CalendarDate): Instant =>
  instantOf(instantAt(timeZone, { date: plusDays(date, 1), ms: 0 }));
