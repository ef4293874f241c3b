import type { Instant } from '#eventsourcing';
import type { Rulebook } from '../rulebook.port.ts';
import type { CalendarContents } from './calendar.ts';
import { defaultCalendar } from './default-calendar.ts';

/** The calendar that limits are counted on: the company's as it is in force at that time. */
export const calendarAt = async (rulebook: Pick<Rulebook, 'inForce'>, now: Instant): Promise<CalendarContents> =>
  (await rulebook.inForce('calendar', defaultCalendar.id, now))?.contents ?? defaultCalendar;
