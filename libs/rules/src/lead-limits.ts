import type { Instant } from '#eventsourcing';
import { defaultCalendar } from './calendar/default-calendar.ts';
import { dueAt, type Limit } from './calendar/limit.ts';

/** Within what time a lead that was assigned is to be contacted: the policy's example, in plain hours (L232). */
export const firstContactLimit: Limit = { hours: 24 };

/** When a lead that was assigned at this business time is to have been contacted (L232). */
export const firstContactDueAt = (assignedAt: Instant): Instant => dueAt(defaultCalendar, assignedAt, firstContactLimit);
