import type { Instant } from '#eventsourcing';
import type { CalendarContents } from '../calendar/calendar.ts';
import { dueAt } from '../calendar/limit.ts';
import { stageAt, type ProcessContents } from './process-definition.ts';

/** When the stage is to be over for what is at it since then, by the limit of its process: a default, not policy, as the process says where it gives one. */
export const stageDueAt = (process: ProcessContents, calendar: CalendarContents, stage: string, since: Instant): Instant | undefined => {
  const limit = stageAt(process, stage)?.limit;
  return limit && dueAt(calendar, since, limit);
};

/** When that in which nothing has happened since then has stalled; never where the process does not say. */
export const stallsAt = ({ stalledAfter }: ProcessContents, calendar: CalendarContents, lastActivityAt: Instant): Instant | undefined =>
  stalledAfter && dueAt(calendar, lastActivityAt, stalledAfter);
