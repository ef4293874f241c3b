import type { Instant } from '#eventsourcing';

/** No business time is earlier: what states one was mistyped, or stands for a date that its source does not have. A default, not policy. */
export const earliestBusinessTime: Instant = '1970-01-01T00:00:00.000Z';
